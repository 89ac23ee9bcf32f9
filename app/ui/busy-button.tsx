'use client'

import { Button, type ButtonProps, Loader } from '@mantine/core'
import type { MouseEvent, ReactNode } from 'react'

type Props = Omit<ButtonProps, 'loading' | 'leftSection'> & {
  busy: boolean
  type?: 'submit'
  id?: string
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
    <Button
      {...props}
      aria-disabled={busy || undefined}
      leftSection={busy ? <Loader size={16} color="currentColor" aria-hidden /> : undefined}
      onClick={press}
    >
      {children}
    </Button>
  )
}
