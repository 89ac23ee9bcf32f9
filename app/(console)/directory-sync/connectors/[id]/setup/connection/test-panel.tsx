'use client'

import { Group, Stack, Text } from '@mantine/core'
import { Circle, CircleCheck, CircleMinus, CircleX, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ProbeRow } from '@/app/api/jobs/[id]/probe-view'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import styles from './connection.module.css'
import type { ConnectionTest } from './use-connection-test'

type Props = { test: ConnectionTest; onPin: (pin: string) => void; children: ReactNode }

/** Test Connection: seven named checks, each with what it found or what to do. */
export function TestPanel({ test, onPin, children }: Props) {
  const { report, earlier, outdated, problem } = test
  return (
    <Card title={say('connection.testTitle')} id="test-connection">
      <Text c="dimmed">{say('connection.testHelp')}</Text>
      <Group>{children}</Group>
      {outdated && (report || earlier) ? <Notice tone="warn">{say('connection.outdated')}</Notice> : null}
      {earlier && !outdated ? <Notice tone="ok">{say('connection.passedAt', { when: earlier.text })}</Notice> : null}
      {problem ? <Notice tone="danger">{problem}</Notice> : null}
      {report ? (
        <Stack gap="sm">
          <ol className={styles.checks} aria-label={say('connection.checks')}>
            {report.rows.map(row => (
              <Check key={row.check} row={row} onPin={onPin} />
            ))}
          </ol>
          {report.passed && !outdated ? <Notice tone="ok">{say('connection.passed')}</Notice> : null}
        </Stack>
      ) : null}
    </Card>
  )
}

const looks: Record<ProbeRow['state'], { icon: LucideIcon; color: string }> = {
  waiting: { icon: Circle, color: 'var(--text-3)' },
  running: { icon: LoaderCircle, color: 'var(--accent)' },
  passed: { icon: CircleCheck, color: 'var(--ok)' },
  warning: { icon: TriangleAlert, color: 'var(--warn)' },
  failed: { icon: CircleX, color: 'var(--danger)' },
  'not-checked': { icon: CircleMinus, color: 'var(--text-3)' },
}

function Check({ row, onPin }: { row: ProbeRow; onPin: (pin: string) => void }) {
  const { icon: Icon, color } = looks[row.state]
  return (
    <li className={styles.check} data-check={row.check} data-state={row.state}>
      <Icon
        size={20}
        strokeWidth={1.75}
        color={color}
        aria-hidden
        className={row.state === 'running' ? styles.spin : ''}
      />
      <Text fw={600}>{row.label}</Text>
      <Text size="sm" c="dimmed">
        {row.stateText}
        {row.took === null ? '' : ` · ${row.took}`}
      </Text>
      {row.detail ? (
        <Text size="sm" className={styles.detail} c={row.state === 'failed' ? 'var(--danger)' : 'dimmed'}>
          {row.detail}
        </Text>
      ) : null}
      {row.warnings.map(warning => (
        <Text key={warning} size="sm" className={styles.detail}>
          {warning}
        </Text>
      ))}
      {row.pin ? <Pin pin={row.pin} onPin={onPin} /> : null}
    </li>
  )
}

/** A certificate that could not be verified can be trusted by its key, by somebody who has compared it. */
function Pin({ pin, onPin }: { pin: string; onPin: (pin: string) => void }) {
  return (
    <Stack gap={4} align="flex-start" className={styles.detail}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {say('connection.pinHelp', { pin })}
      </Text>
      <Button variant="default" size="compact-md" onClick={() => onPin(pin)}>
        {say('connection.pin')}
      </Button>
    </Stack>
  )
}
