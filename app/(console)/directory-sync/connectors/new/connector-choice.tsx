'use client'

import { Group, RadioCard, RadioGroup, RadioIndicator, SimpleGrid, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { useWaiting } from '@/app/ui/use-waiting'
import { addConnector } from '../actions'
import styles from './connector-choice.module.css'

const ways = ['cloud', 'agent'] as const
/** The page of the new connector that follows: the wizard, or a file that fills it in. */
type Beginning = 'setup/connection' | 'configuration-file'
const points = ['needs', 'password', 'chooseIf'] as const

/** Two cards, one choice. */
export function ConnectorChoice() {
  const router = useRouter()
  const [kind, setKind] = useState<(typeof ways)[number]>('cloud')
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<Beginning | null>(null)
  const begin = async (page: Beginning) => {
    setBusy(page)
    const answer = await answered(addConnector({ kind }))
    if (answer.ok) return router.push(`/directory-sync/connectors/${answer.value.connectorId}/${page}`)
    setBusy(null)
    setProblems(answer.problems)
  }
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <RadioGroup
        value={kind}
        onChange={value => setKind(value as typeof kind)}
        label={say('choice.question')}
        labelProps={{ fz: 'lg', mb: 'sm' }}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {ways.map(way => (
            <Way key={way} way={way} />
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

function Way({ way }: { way: (typeof ways)[number] }) {
  return (
    <RadioCard
      {...useWaiting()}
      value={way}
      radius="lg"
      p="lg"
      className={styles.card}
      aria-label={say(`connectorKind.${way}`)}
      aria-describedby={`way-${way}`}
    >
      <Group wrap="nowrap" align="flex-start">
        <RadioIndicator />
        <Stack gap="xs">
          <Text fw={600} fz="lg" span>
            {say(`connectorKind.${way}`)}
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
