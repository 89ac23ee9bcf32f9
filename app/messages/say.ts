import { said } from '#said'
import type { Key, Values } from './message'

/**
 * The words on the screens, by key of `en.json` (ICU messages), in the language of whoever looks. Sentences for codes come from
 * `lib/words`. Only while a page is made or used does anybody look: a module that is being read has nobody to say anything to.
 *
 * On the server everything can be said. A client component can say what a server component above it gives to the browser
 * with `<Words of={[…]}>`.
 */
export const say = (key: Key, values?: Values): string => said(key, values)

/** A message that there may be none of, because part of its key is a code; null when there is none. */
export function sayIfKnown(key: string): string | null {
  const text = said(key)
  return text === key ? null : text
}

/** A code as messages choose by it: ICU knows no hyphen in what a `select` compares with. */
export const choice = (code: string): string => code.replaceAll('-', '_')
