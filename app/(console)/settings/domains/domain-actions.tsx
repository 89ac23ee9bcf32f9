'use client'

import { Group, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import type { Answer } from '@/app/forms/problem'
import { inOneLine } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { backToHeading } from '@/app/ui/back-to-heading'
import { BusyButton } from '@/app/ui/busy-button'
import { check, claim, forget } from './actions'

type Props = {
  name: string
  step: 'check' | 'begin'
  /** What the last check found. */
  trouble: string
}

/** What comes next for a domain that is not verified, and the way back. */
export function DomainActions({ name, step, trouble }: Props) {
  const router = useRouter()
  const [busy, setBusy] = useState<'next' | 'remove' | null>(null)
  const [problem, setProblem] = useState(trouble)
  const act = async (what: 'next' | 'remove', acting: Promise<Answer<unknown>>) => {
    setBusy(what)
    const answer = await answered(acting)
    setBusy(null)
    setProblem((answer.ok ? null : inOneLine(answer.problems)) ?? '')
    if (answer.ok && (what === 'remove' || step === 'check')) backToHeading(() => setBusy(null))
    router.refresh()
  }
  return (
    <>
      <Group gap="xs">
        <BusyButton
          variant="default"
          busy={busy === 'next'}
          onClick={() => act('next', step === 'check' ? check({ name }) : claim({ domain: name }))}
        >
          {say(step === 'check' ? 'domains.checkNow' : 'domains.begin')}
        </BusyButton>
        <BusyButton variant="subtle" busy={busy === 'remove'} onClick={() => act('remove', forget({ name }))}>
          {say('domains.remove')}
        </BusyButton>
      </Group>
      <Text role="status" size="sm" c="var(--danger)">
        {problem}
      </Text>
    </>
  )
}
