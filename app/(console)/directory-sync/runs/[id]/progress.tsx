'use client'

import { Stack, Text } from '@mantine/core'
import { CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { useAnnounce } from '@/app/ui/live-region'
import { ProgressBar } from '@/app/ui/progress-bar'
import styles from './run.module.css'
import { StopButton } from './stop-button'

const icons = { done: CircleCheck, current: LoaderCircle, next: CircleDashed } as const

/** Phases, people so far, and the way to stop. Shown while the run is at work; its end is said once. */
export function Progress({ run }: { run: RunView }) {
  useAnnouncedProgress(run)
  if (!run.active) return null
  const { done, total, text } = run.progress
  const percent = total ? Math.min(100, Math.round((done / total) * 100)) : null
  return (
    <Card title={say('run.progress')} id="progress">
      <ol className={styles.phases}>
        {run.phases.map(phase => {
          const Icon = icons[phase.state]
          return (
            <li key={phase.name} data-state={phase.state} aria-current={phase.state === 'current' ? 'step' : undefined}>
              <Icon size={16} strokeWidth={1.75} aria-hidden /> {phase.name}
            </li>
          )
        })}
      </ol>
      <ProgressBar label={say('run.progress')} percent={percent} text={text} />
      <Stack gap="xs">
        <Text data-testid="progress-text">{text}</Text>
        <Reserved to="enrollment.sync.run">
          <StopButton run={run} />
        </Reserved>
      </Stack>
    </Card>
  )
}

const pauseBetween = 10_000

/** Says a new phase and each quarter, at most once in ten seconds; the end is said at once. */
function useAnnouncedProgress(run: RunView) {
  const announce = useAnnounce()
  const last = useRef({ key: '', at: 0, active: run.active })
  const { state, active, stateText } = run
  const { done, total, text } = run.progress
  const quarter = total ? Math.floor((done / total) * 4) : 0
  useEffect(() => {
    const now = Date.now()
    const key = `${state} ${quarter}`
    const ended = last.current.active && !active
    if (ended) announce(say('run.ended', { state: stateText }), state === 'failed' ? 'assertive' : 'polite')
    else if (active && key !== last.current.key && now - last.current.at >= pauseBetween) announce(text)
    else return
    last.current = { key, at: now, active }
  }, [state, quarter, active, stateText, text, announce])
}
