'use client'

import { Title } from '@mantine/core'
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { say } from '@/app/messages/say'
import styles from './dialog.module.css'
import { Said } from './live-region'

type Props = { title: string; opened: boolean; onClose: () => void; wide?: boolean; children: ReactNode }

/** A question over the page, as the browser does it: what is behind cannot be reached, Escape closes, the focus comes back. */
export function Dialog({ opened, ...props }: Props) {
  const [inBrowser, setInBrowser] = useState(false)
  useEffect(() => setInBrowser(true), [])
  return opened && inBrowser ? createPortal(<Opened {...props} />, document.body) : null
}

function Opened({ title, onClose, wide, children }: Omit<Props, 'opened'>) {
  const box = useRef<HTMLDialogElement>(null)
  const name = useId()
  useLayoutEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={box}
      className={styles.dialog}
      data-wide={wide || undefined}
      aria-labelledby={name}
      closedby="any"
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClose={event => {
        if (!event.currentTarget.open) onClose()
      }}
    >
      <div className={styles.head}>
        <Title order={2} id={name} fz="lg" fw={600}>
          {title}
        </Title>
        <button type="button" className={styles.close} aria-label={say('dialog.close')} onClick={onClose}>
          <X size={20} strokeWidth={1.5} aria-hidden />
        </button>
      </div>
      <div className={styles.body}>{children}</div>
      <Said />
    </dialog>
  )
}
