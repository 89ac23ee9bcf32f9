import { useState } from 'react'
import { answered } from './answered'
import type { Answer, Problem } from './problem'

/**
 * What is done on the server at the press of a button: whether it is at work, and in words what stood in its way, if only that
 * nothing answered. `act` never throws.
 */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  /** @param leaves whether the page is left once it is done: it is busy until then */
  const act = async <T>(asked: Promise<Answer<T>>, { leaves = false } = {}): Promise<Answer<T>> => {
    setBusy(true)
    setProblems([])
    const answer = await answered(asked)
    setBusy(answer.ok && leaves)
    if (!answer.ok) setProblems(answer.problems)
    return answer
  }
  return { act, busy, problems, setProblems, problem: inOneLine(problems) }
}

/** Problems that belong to no field of a form; null = there are none. */
export const inOneLine = (problems: readonly Problem[]): string | null =>
  problems.length === 0 ? null : problems.map(({ text }) => text).join(' ')
