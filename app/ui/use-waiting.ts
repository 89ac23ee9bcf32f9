'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => undefined
const waiting = { disabled: true, 'data-waiting': true } as const

/** Whether what came as HTML hears already what is done to it: its part of the page has its script. */
export const useHears = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

/**
 * What a button or a box is given so that nothing pressed is lost: React drops a click on what it has not hydrated yet, so until
 * then it is disabled, and after a moment looks so.
 */
export const useWaiting = (): Partial<typeof waiting> => (useHears() ? {} : waiting)
