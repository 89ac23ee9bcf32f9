'use client'

import { Group, RadioCard, RadioGroup, RadioIndicator, SimpleGrid, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Tag } from '@/app/ui/status'
import { useWaiting } from '@/app/ui/use-waiting'
import { addConnector } from '../actions'
import styles from './connector-choice.module.css'
import { becauseId, ReachQuestion } from './reach-question'
import { type Answers, recommend } from './recommend'

const ways = ['cloud', 'agent'] as const
/** The page of the new connector that follows: the wizard, or a file that fills it in. */
type Beginning = 'setup/connection' | 'configuration-file'
const points = ['needs', 'password', 'chooseIf'] as const
const unanswered: Answers = { reach: null, published: null, passwordOutside: null, server: null }

/** Two cards, one choice; until somebody chooses, that of what is recommended. */
export function ConnectorChoice() {
  const router = useRouter()
  const [chosen, setChosen] = useState<(typeof ways)[number] | null>(null)
  const [answers, setAnswers] = useState(unanswered)
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<Beginning | null>(null)
  const recommended = recommend(answers)?.way ?? null
  const kind = chosen ?? recommended ?? 'cloud'
  const begin = async (page: Beginning) => {
    // Each button minds itself; two of them would add two connectors.
    if (busy !== null) return
    setBusy(page)
    const answer = await answered(addConnector({ kind }))
    if (answer.ok) return router.push(`/directory-sync/connectors/${answer.value.connectorId}/${page}`)
    setBusy(null)
    setProblems(answer.problems)
  }
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <ReachQuestion answers={answers} onAnswers={setAnswers} />
      <RadioGroup
        value={kind}
        onChange={value => setChosen(value as typeof kind)}
        label={say('choice.question')}
        labelProps={{ fz: 'lg', mb: 'sm' }}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {ways.map(way => (
            <Way key={way} way={way} recommended={way === recommended} />
          ))}
        </SimpleGrid>
      </RadioGroup>
      <Group gap="xs">
        <BusyButton onClick={() => begin('setup/connection')} busy={busy === 'setup/connection'}>
          {say('choice.continue', { way: say(`connectorKind.${kind}`) })}
        </BusyButton>
        <BusyButton variant="default" onClick={() => begin('configuration-file')} busy={busy === 'configuration-file'}>
          {say('choice.fromFile')}
        </BusyButton>
      </Group>
    </Stack>
  )
}

function Way({ way, recommended }: { way: (typeof ways)[number]; recommended: boolean }) {
  return (
    <RadioCard
      {...useWaiting()}
      value={way}
      radius="lg"
      p="lg"
      className={styles.card}
      aria-label={say(`connectorKind.${way}`)}
      aria-describedby={recommended ? `${becauseId} way-${way}` : `way-${way}`}
    >
      <Group wrap="nowrap" align="flex-start">
        <RadioIndicator />
        <Stack gap="xs">
          <Text fw={600} fz="lg" span>
            {say(`connectorKind.${way}`)} {recommended ? <Tag>{say('choice.recommended')}</Tag> : null}
          </Text>
          <Stack gap="xs" id={`way-${way}`}>
            <Text span>{say(`choice.${way}.line`)}</Text>
            {points.map(point => (
              <Text key={point} size="sm" span>
                <Text span fw={600}>
                  {say(`choice.${point}`)}
                </Text>{' '}
                {say(`choice.${way}.${point}`)}
              </Text>
            ))}
          </Stack>
        </Stack>
      </Group>
    </RadioCard>
  )
}
