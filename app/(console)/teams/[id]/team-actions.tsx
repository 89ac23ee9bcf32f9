'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Answer } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { backToHeading } from '@/app/ui/back-to-heading'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import type { TeamStatus } from '@/lib/settings/teams'
import type { TeamMove } from '@/lib/teams/moves'
import { activate, askTeamOwner, endManagement, leaveAlone, suspend, takeUp, withdrawTeamRequest } from '../actions'
import { AskWhy, type TeamQuestion } from './ask-why'

type Props = {
  team: { id: string; name: string; status: TeamStatus; managed: boolean; elsewhere: boolean }
  moves: readonly TeamMove[]
}

const steps: Record<Exclude<TeamQuestion, 'refuse'>, (teamId: string, text: string) => Promise<Answer<null>>> = {
  ask: (teamId, message) => askTeamOwner({ teamId, message }),
  leave: (teamId, reason) => leaveAlone({ teamId, reason }),
  suspend: (teamId, reason) => suspend({ teamId, reason }),
  activate: teamId => activate({ teamId }),
  unmanage: (teamId, reason) => endManagement({ teamId, reason }),
}
type Question = keyof typeof steps

/** What can be done with a team now, but for committing its cost. */
export function TeamActions({ team, moves }: Props) {
  const { id: teamId, name, status, managed, elsewhere } = team
  const router = useRouter()
  const [question, setQuestion] = useState<Question | null>(null)
  const { act, busy, problem, setProblems } = useAct()
  const decide = async (deciding: Promise<Answer<null>>) => {
    const answer = await act(deciding)
    if (answer.ok) backToHeading(() => setQuestion(null))
    router.refresh()
  }
  const close = () => {
    setProblems([])
    setQuestion(null)
  }
  return (
    <>
      {moves.includes('leave-alone') ? <Ask what="leave" ask={setQuestion} /> : null}
      {moves.includes('ask-owner') ? <Ask what="ask" ask={setQuestion} /> : null}
      {moves.includes('withdraw') ? (
        <BusyButton variant="default" busy={busy} onClick={() => decide(withdrawTeamRequest({ teamId }))}>
          {say('team.withdraw')}
        </BusyButton>
      ) : null}
      {moves.includes('take-up') ? (
        <BusyButton variant="default" busy={busy} onClick={() => decide(takeUp({ teamId }))}>
          {say('team.takeUp')}
        </BusyButton>
      ) : null}
      {managed ? (
        <>
          {elsewhere ? null : <Ask what={status === 'suspended' ? 'activate' : 'suspend'} ask={setQuestion} />}
          <Ask what="unmanage" ask={setQuestion} />
        </>
      ) : null}
      {problem && question === null ? <Text c="var(--danger)">{problem}</Text> : null}
      {question ? (
        <AskWhy
          {...{ name, busy, problem }}
          what={question}
          opened
          onAnswer={text => decide(steps[question](teamId, text))}
          onClose={close}
        />
      ) : null}
    </>
  )
}

const Ask = ({ what, ask }: { what: Question; ask: (what: Question) => void }) => (
  <Button variant="default" onClick={() => ask(what)}>
    {say(`teamQuestion.${what}.open`)}
  </Button>
)
