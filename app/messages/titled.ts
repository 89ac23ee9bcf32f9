import type { Metadata } from 'next'
import { askedLanguage } from '@/lib/access/asked-language'
import type { Key } from './message'
import { say } from './say'

/** The `generateMetadata` of a page whose title is always the same words. */
export const titled = (key: Key) => async (): Promise<Metadata> => {
  await askedLanguage()
  return { title: say(key) }
}
