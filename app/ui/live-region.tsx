'use client'

import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

type Urgency = 'polite' | 'assertive'
type Announce = (text: string, urgency?: Urgency) => void

const Context = createContext<Announce>(() => undefined)

/** The one live region of the document: words for changes that are only seen otherwise. Assertive is for failures. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ polite: '', assertive: '' })
  const announce = useCallback<Announce>(
    (text, urgency = 'polite') => setSaid(before => ({ ...before, [urgency]: text })),
    [],
  )
  return (
    <Context value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite" data-testid="announcements">
        {said.polite}
      </div>
      <div className="visually-hidden" role="alert">
        {said.assertive}
      </div>
    </Context>
  )
}

export const useAnnounce = (): Announce => useContext(Context)
