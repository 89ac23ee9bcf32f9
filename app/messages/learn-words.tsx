'use client'

import { type ReactNode, use, useMemo } from 'react'
import { extended, inBrowser, learn, Vocabularies, type Vocabulary } from './said-in-browser'

/** Makes words known to everything below it, before that is drawn. */
export function LearnWords({ language, words, children }: Vocabulary & { children: ReactNode }) {
  const above = use(Vocabularies)
  const vocabulary = useMemo(() => extended(above, { language, words }), [above, language, words])
  if (inBrowser) learn({ language, words })
  return <Vocabularies value={vocabulary}>{children}</Vocabularies>
}
