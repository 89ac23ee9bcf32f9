import { createContext, use } from 'react'
import { filled, merged, type Values, type Words } from './message'

/** What can be said in a document, and in which language. */
export type Vocabulary = { language: string; words: Words }

/** While the server makes a page for the browser, it makes others too: each has its own. */
export const Vocabularies = createContext<Vocabulary>({ language: 'en', words: {} })

/** A browser has one document, whose parts speak one language. */
let learned: Vocabulary = { language: 'en', words: {} }

export const inBrowser = typeof window !== 'undefined'

/** What was known before and these words; words of another language replace everything. */
export const extended = (known: Vocabulary, { language, words }: Vocabulary): Vocabulary => ({
  language,
  words: known.language === language ? merged(known.words, words) : words,
})

/** From here on the browser can say this too, also where nothing is being drawn. */
export function learn(more: Vocabulary): void {
  learned = extended(learned, more)
}

/** A message in the language of the document. */
export function said(key: string, values?: Values): string {
  const { language, words } = inBrowser ? learned : use(Vocabularies)
  return filled(words, language, key, values)
}
