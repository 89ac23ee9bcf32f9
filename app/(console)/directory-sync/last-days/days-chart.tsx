import Link from 'next/link'
import { say } from '@/app/messages/say'
import type { RunDay } from '@/lib/store/run-days'
import { changesOf, dayText, runsOf } from './every-day'
import styles from './last-days.module.css'

const height = 120
const step = 24
const parts = ['added', 'updated', 'deactivated'] as const

/** Stacked bars, told apart by pattern and color, with marks for days on which something was held or failed. Each leads to its runs. */
export function DaysChart({ days, label }: { days: readonly RunDay[]; label: string }) {
  const most = Math.max(1, ...days.map(changesOf))
  const width = days.length * step
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 -18 ${width} ${height + 40}`} className={styles.chart}>
        <title>{label}</title>
        <defs>
          <pattern id="updated" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className={styles.hatched} />
            <line x1="0" x2="0" y2="6" className={styles.hatch} />
          </pattern>
        </defs>
        <line x2={width} y1={height} y2={height} className={styles.base} />
        {days.map((day, at) => (
          <Day key={day.day} day={day} x={at * step} scale={height / most} />
        ))}
        {days.map((day, at) =>
          at % 7 === days.length % 7 ? (
            <text key={day.day} x={at * step} y={height + 16} className={styles.text}>
              {dayText(day.day).split(', ')[1]}
            </text>
          ) : null,
        )}
      </svg>
      <figcaption className={styles.legend}>
        {[...parts, 'held', 'failed'].map(part => (
          <span key={part} data-part={part}>
            {say(`lastDays.${part as 'held'}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

type Place = { day: RunDay; x: number; scale: number }

function Day(place: Place) {
  const { day } = place
  const text = say('lastDays.day', { ...day, day: dayText(day.day) })
  if (day.runs === 0)
    return (
      <g>
        <title>{text}</title>
        <Bar {...place} />
      </g>
    )
  return (
    <Link href={runsOf(day)} aria-label={text} prefetch={false} className={styles.day}>
      <title>{text}</title>
      <Bar {...place} />
    </Link>
  )
}

function Bar({ day, x, scale }: Place) {
  const tops = parts.map((_, at) => parts.slice(0, at + 1).reduce((sum, part) => sum + day[part], 0))
  const mark = day.failed > 0 ? '✕' : day.held > 0 ? '‖' : null
  return (
    <>
      <rect x={x} y={-18} width={step} height={height + 18} className={styles.catch} />
      {parts.map((part, at) => (
        <rect
          key={part}
          data-part={part}
          className={styles.bar}
          x={x + 4}
          width={step - 8}
          y={height - (tops[at] ?? 0) * scale}
          height={day[part] * scale}
        />
      ))}
      {mark ? (
        <text x={x + step / 2} y={height - changesOf(day) * scale - 4} className={styles.mark} data-mark={mark}>
          {mark}
        </text>
      ) : null}
    </>
  )
}
