'use client'

import { createContext, use, useSyncExternalStore } from 'react'

const never = () => () => undefined
const waiting = { disabled: true, 'data-waiting': true } as const

/** Of a form that the browser itself sends, and that so works without any script. */
export const WorksAlone = createContext(false)

/** Whether what came as HTML hears already what is done to it: its part of the page has its script, or needs none. */
export function useHears(): boolean {
  const alone = use(WorksAlone)
  const hears = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return alone || hears
}

/**
 * What a button or a box is given so that nothing pressed is lost: React drops a click on what it has not hydrated yet, so until
 * then it is disabled, and after a moment looks so.
 */
export const useWaiting = (): Partial<typeof waiting> => (useHears() ? {} : waiting)
