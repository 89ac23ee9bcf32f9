import type { Metadata } from 'next'
import { askedLanguage } from '@/lib/access/asked-language'
import type { Key } from './message'
import { say } from './say'

/** The `generateMetadata` of a page whose title is always the same words: those of a key, or what a function says. */
export const titled = (words: Key | (() => string)) => async (): Promise<Metadata> => {
  await askedLanguage()
  return { title: typeof words === 'string' ? say(words) : words() }
}
