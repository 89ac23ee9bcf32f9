import compile from 'icu-minify/compile'
import type { CompiledMessage } from 'icu-minify/format'
import deFaults from '@/lib/words/de/settings.json'
import faults from '@/lib/words/en/settings.json'
import { type Language, languages } from '@/lib/words/language'
import de from './de.json'
import en from './en.json'
import { at, merged, type Words } from './message'

type Messages = { [part: string]: Messages | string }

/**
 * What is written on the screens in each language. `fault` holds the sentences of `lib/settings`, for forms that look at what
 * was typed before it is sent. What a language lacks is said in the first one.
 */
const written: Record<Language, Messages> = {
  en: { ...en, fault: faults },
  de: { ...de, fault: deFaults },
}

const known = new Map<Language, Words>()

/** Everything that can be said in a language, parsed: no browser has to do that. */
export function wordsOf(language: Language): Words {
  const found = known.get(language) ?? merged(parsed(written[languages[0]]), parsed(written[language]))
  known.set(language, found)
  return found
}

/** Messages as plain values, which is what may be given to the browser. */
function parsed(messages: Messages): Words {
  const parts = Object.entries(messages).map(([part, value]) => [
    part,
    typeof value === 'string' ? (JSON.parse(JSON.stringify(compile(value))) as CompiledMessage) : parsed(value),
  ])
  return Object.fromEntries(parts)
}

/** Of everything that can be said, what stands at or below these keys. */
export function wordsUnder(language: Language, keys: readonly string[]): Words {
  const all = wordsOf(language)
  return keys.map(key => nested(key.split('.'), at(all, key))).reduce(merged, {})
}

const nested = (parts: string[], found: Words | CompiledMessage | undefined): Words =>
  parts.reduceRight<Words | CompiledMessage | undefined>((inner, part) => ({ [part]: inner ?? '' }), found) as Words
