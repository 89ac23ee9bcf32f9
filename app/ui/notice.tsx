import { CircleCheck, CircleX, Info, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import styles from './notice.module.css'
import { type Tone, toneStyle } from './tone'

const icons: Record<Tone, LucideIcon> = {
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleX,
  held: Pause,
  quiet: Info,
}

type Props = {
  tone: Tone
  title?: string
  children?: ReactNode
  /** `alert` is read out as soon as it is there. */
  role?: 'note' | 'alert'
  /** With it the focus can be led here. */
  ref?: Ref<HTMLDivElement>
  'data-testid'?: string
}

/** A sentence that stands out, with what to do about it. */
export function Notice({ tone, title, children, role = 'note', ref, ...rest }: Props) {
  const Icon = icons[tone]
  return (
    <div
      {...rest}
      ref={ref}
      tabIndex={ref ? -1 : undefined}
      role={role}
      className={styles.notice}
      style={toneStyle(tone)}
    >
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      <div className={styles.body}>
        {title ? <div className={styles.title}>{title}</div> : null}
        {children}
      </div>
    </div>
  )
}
