import { useState } from 'react'
import type { Answer } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'

/** Where a form's saving is: at work, saved until something is changed again, or refused with what is wrong. */
export function useSaving() {
  const { act, busy, problems } = useAct()
  const [saved, setSaved] = useState(false)
  const keep = async (saving: Promise<Answer<unknown>>): Promise<boolean> => {
    setSaved(false)
    const { ok } = await act(saving)
    setSaved(ok)
    return ok
  }
  return { problems, busy, saved, keep, change: () => setSaved(false) }
}
