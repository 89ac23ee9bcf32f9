'use client'

import type { MouseEvent, ReactNode } from 'react'
import { Button, type ButtonLook } from './button'
import { Turning } from './turning'

type Props = Omit<ButtonLook, 'leftSection'> & {
  busy: boolean
  type?: 'submit'
  id?: string
  disabled?: boolean
  onClick?: () => void
  children: ReactNode
}

/** A button that keeps the focus while it works, which a disabled one would drop (WCAG 2.4.3). Pressing it again does nothing. */
export function BusyButton({ busy, onClick, children, ...props }: Props) {
  const press = (event: MouseEvent) => {
    if (busy) event.preventDefault()
    else onClick?.()
  }
  return (
    <Button {...props} aria-disabled={busy || undefined} leftSection={busy ? <Turning /> : undefined} onClick={press}>
      {children}
    </Button>
  )
}
