'use client'

import { createContext, type ReactNode, type RefObject, useContext, useRef, useState } from 'react'
import type { Moment } from '@/app/ui/moment'
import type { SavedStep } from '@/lib/connectors/step-shown'

/** Where somebody edits a step: as whom it was seen, and what they have typed before. */
export type Desk = {
  connectorId: string
  step: SavedStep
  /** The address of its page. */
  place: string
  /** Whoever may not configure looks only. */
  mayKeep: boolean
  /** Another one begins anew. */
  id: string
  /** Hash of the step as it was when this typing began. */
  seen: string
  /** What was typed and not saved; `shown`: the form shows it, and not what is saved. */
  kept: { at: Moment; shown: boolean } | null
  /** The values of the form as they were typed and kept; undefined = the form shows what is saved. */
  typed?: unknown
  /** Who saved the step since what was typed began. */
  since: { name: string; at: Moment } | null
}

/** Whether what is typed is kept: when, or why not; null = there is nothing to keep. */
export type Keeping = { at: string } | { refused: string } | 'signed-out' | 'failed' | null

type OpenDesk = Omit<Desk, 'seen'> & {
  seen: RefObject<string>
  keeping: Keeping
  setKeeping: (keeping: Keeping) => void
}
const Context = createContext<OpenDesk | null>(null)

export function StepDesk({ desk, children }: { desk: Desk; children: ReactNode }) {
  const seen = useRef(desk.seen)
  const [keeping, setKeeping] = useState<Keeping>(null)
  return <Context value={{ ...desk, seen, keeping, setKeeping }}>{children}</Context>
}

export function useDesk(): OpenDesk {
  const desk = useContext(Context)
  if (!desk) throw new Error('A step stands on no desk')
  return desk
}

/** What a form begins with: what was typed into it before, by whoever sees it now, or what is saved. */
export const useTyped = <T,>(saved: T): T => {
  const { typed } = useDesk()
  return typed === undefined ? saved : (typed as T)
}
