import type { ReactNode } from 'react'
import { askedLanguage } from '@/lib/access/asked-language'
import { wordsUnder } from './languages'
import { LearnWords } from './learn-words'
import type { Key } from './message'

/** A key, or what several keys begin with. */
type Part<K extends string> = K extends `${infer Head}.${infer Rest}` ? Head | `${Head}.${Part<Rest>}` : K

/** Gives client components below it what they say: `of` names keys, or what they begin with. */
export async function Words({ of, children }: { of: readonly (Part<Key> | 'fault')[]; children: ReactNode }) {
  const language = await askedLanguage()
  return (
    <LearnWords language={language} words={wordsUnder(language, of)}>
      {children}
    </LearnWords>
  )
}
