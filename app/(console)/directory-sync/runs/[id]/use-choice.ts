import { useEffect, useState } from 'react'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import type { Choice } from './choice'
import { choiceIn } from './kept-choice'

/**
 * What is chosen of a plan, kept for as long as the tab is open: whoever goes to see why a person is in it finds what they chose
 * when they come back. It is kept for exactly this plan.
 */
export function useChoice({ id, plan }: RunView): [Choice | null, (choice: Choice | null) => void] {
  const [choice, setChoice] = useState<Choice | null>(null)
  const key = plan ? `enrollment-choice ${id} ${plan.hash}` : null
  useEffect(() => {
    if (key !== null) setChoice(known => known ?? choiceIn(kept(key)))
  }, [key])
  const choose = (next: Choice | null) => {
    setChoice(next)
    if (key !== null) keep(key, next)
  }
  return [choice, choose]
}

/** A browser may refuse to keep anything: then it is kept as long as the page is. */
function kept(key: string): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(key: string, choice: Choice | null): void {
  try {
    if (choice === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify(choice))
  } catch {
    return
  }
}
