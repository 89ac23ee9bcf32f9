'use client'

import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

type Urgency = 'polite' | 'assertive'
type Announce = (text: string, urgency?: Urgency) => void

const Announcing = createContext<Announce>(() => undefined)
const Saying = createContext({ polite: '', assertive: '' })

/** The one live region of the document: words for changes that are only seen otherwise. Assertive is for failures. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ polite: '', assertive: '' })
  // After what changes with it: a region behind an open dialog is not read out, and the dialog may be closing.
  const announce = useCallback<Announce>(
    (text, urgency = 'polite') => requestAnimationFrame(() => setSaid(before => ({ ...before, [urgency]: text }))),
    [],
  )
  return (
    <Announcing value={announce}>
      <Saying value={said}>
        {children}
        <div data-testid="announcements">
          <Said />
        </div>
      </Saying>
    </Announcing>
  )
}

/** What is announced, once more: a dialog says it itself, because nothing behind it is heard. */
export function Said() {
  const { polite, assertive } = useContext(Saying)
  return (
    <>
      <div className="visually-hidden" aria-live="polite">
        {polite}
      </div>
      <div className="visually-hidden" role="alert">
        {assertive}
      </div>
    </>
  )
}

export const useAnnounce = (): Announce => useContext(Announcing)
