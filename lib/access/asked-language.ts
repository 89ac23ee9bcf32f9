import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import { askForLanguage, type Language, languages, preferredLanguage } from '@/lib/words/language'

/** React keeps this for as long as it makes one page, and for nobody else. */
const page = cache((): { language?: Language } => ({}))
askForLanguage(() => page().language)

/**
 * The language that whoever asks is spoken to in. Every page waits for this before it says anything; what is said below it is
 * said in the same language.
 */
export const askedLanguage: () => Promise<Language> = cache(async () => {
  const language = preferredLanguage((await headers()).get('accept-language') ?? '') ?? languages[0]
  page().language = language
  return language
})
