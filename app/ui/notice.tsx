import { Alert } from '@mantine/core'
import { CircleCheck, CircleX, Info, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from './tone'

const icons: Record<Tone, LucideIcon> = {
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleX,
  held: Pause,
  quiet: Info,
}

/** A sentence that stands out, with what to do about it. */
export function Notice(props: { tone: Tone; title?: string; children?: ReactNode }) {
  const Icon = icons[props.tone]
  return (
    <Alert
      variant="light"
      color={props.tone}
      role="note"
      title={props.title}
      icon={<Icon size={20} strokeWidth={1.5} aria-hidden />}
      styles={{ message: { color: 'var(--text)' }, root: { borderInlineStart: `4px solid var(--${props.tone})` } }}
    >
      {props.children}
    </Alert>
  )
}
