import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import styles from './status.module.css'
import { type Tone, toneStyle } from './tone'

const icons: Record<Tone, LucideIcon> = {
  accent: LoaderCircle,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleX,
  held: Pause,
  quiet: CircleDashed,
}

/** A state as icon, word and color. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  const Icon = icons[tone]
  return (
    <span className={styles.status} style={toneStyle(tone)}>
      <Icon size={14} strokeWidth={2} aria-hidden />
      <span>{children}</span>
    </span>
  )
}

/** A word that says of something what it is. */
export const Tag = ({ children }: { children: string }) => (
  <span className={`${styles.status} ${styles.tag}`} style={toneStyle('accent')}>
    {children}
  </span>
)
