import { createTranslator } from 'use-intl/core'
import messages from './en.json'

/** The words on the screens, by key of `en.json` (ICU messages). Sentences for codes come from `lib/words`. */
export const say = createTranslator({ locale: 'en', timeZone: 'UTC', messages })

/** A code as messages choose by it: ICU knows no hyphen in what a `select` compares with. */
export const choice = (code: string): string => code.replaceAll('-', '_')
