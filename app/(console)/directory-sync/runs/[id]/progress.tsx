'use client'

import { Group, Stack, Text } from '@mantine/core'
import { CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { stopRun } from '@/app/(console)/directory-sync/actions'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { useAnnounce } from '@/app/ui/live-region'
import { ProgressBar } from '@/app/ui/progress-bar'
import styles from './run.module.css'

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
        <Stop runId={run.id} />
      </Stack>
    </Card>
  )
}

function Stop({ runId }: { runId: string }) {
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const stop = async () => {
    setAsked(true)
    const answer = await stopRun({ runId })
    if (!answer.ok) setProblem(answer.problems.map(found => found.text).join(' '))
  }
  return (
    <Group gap="sm">
      <Button variant="default" size="xs" onClick={stop} disabled={asked}>
        {say('run.cancel')}
      </Button>
      <Text size="sm" c="dimmed">
        {problem ?? say(asked ? 'run.cancelling' : 'run.cancelHelp')}
      </Text>
    </Group>
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
