import { createTranslator } from 'use-intl/core'
import messages from './en.json'

/** The words on the screens, by key of `en.json` (ICU messages). Sentences for codes come from `lib/words`. */
export const say = createTranslator({ locale: 'en', timeZone: 'UTC', messages })
