import { useState } from 'react'
import type { Answer, Problem } from '@/app/forms/problem'

/** Where a form's saving is: at work, saved until something is changed again, or refused with what is wrong. */
export function useSaving() {
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const keep = async (answer: Promise<Answer<unknown>>): Promise<boolean> => {
    setBusy(true)
    setSaved(false)
    const said = await answer
    setBusy(false)
    setProblems(said.ok ? [] : said.problems)
    setSaved(said.ok)
    return said.ok
  }
  return { problems, busy, saved, keep, change: () => setSaved(false) }
}
