import styles from './progress-bar.module.css'

type Props = {
  label: string
  /** 0 to 100; null = nobody knows yet how much there is. */
  percent: number | null
  /** What it means, in words. */
  text?: string
}

/** How far something is. */
export function ProgressBar({ label, percent, text }: Props) {
  const known = percent === null ? {} : { 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 }
  return (
    <div role="progressbar" aria-label={label} aria-valuetext={text} className={styles.bar} {...known}>
      <div
        className={percent === null ? `${styles.done} ${styles.unknown}` : styles.done}
        style={{ inlineSize: `${percent ?? 100}%` }}
      />
    </div>
  )
}
