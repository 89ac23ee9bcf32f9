'use client'

import { Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { useAct } from '@/app/forms/use-act'
import type { Chosen } from '@/app/lists/chosen'
import { say } from '@/app/messages/say'
import { Dialog } from '@/app/ui/dialog'
import type { TeamDeed } from '@/lib/teams/moves'
import { decideForTeams, proposeForTeams } from './actions'
import { DeedForm, type Typed } from './deed-form'
import { DeedResult } from './deed-result'
import type { DecidedView, TeamsView } from './proposal-view'

type Props = { deed: TeamDeed; chosen: Chosen; onClose: (decided: boolean) => void }

/** What it means for how many, what it costs, and with which it cannot be done and why; then the decision about exactly that. */
export function DeedDialog({ deed, chosen, onClose }: Props) {
  const router = useRouter()
  const [view, setView] = useState<TeamsView | null>(null)
  const [decided, setDecided] = useState<DecidedView | null>(null)
  const { act, busy, problems, setProblems } = useAct()
  const look = async () => {
    const answer = await answered(proposeForTeams({ deed, chosen }))
    if (answer.ok) setView(answer.value)
    else setProblems(answer.problems)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected when the dialog opened is looked at once
  useEffect(() => {
    look()
  }, [])
  const confirm = async (typed: Typed) => {
    if (!view) return
    const answer = await act(decideForTeams({ deed, chosen, hash: view.hash, ...typed }))
    if (answer.ok) {
      setDecided(answer.value)
      return router.refresh()
    }
    // What changed meanwhile is shown at once, so that the next decision is about what is true.
    if (answer.problems.some(({ path }) => path === null)) await look()
  }
  const close = () => onClose(decided !== null)
  return (
    <Dialog title={say(`teamDeed.${deed}.title`)} opened onClose={close} wide>
      <Stack>
        <ErrorSummary problems={problems} />
        {decided ? (
          <DeedResult deed={deed} decided={decided} onClose={close} />
        ) : view ? (
          <DeedForm {...{ deed, view, problems, busy }} onConfirm={confirm} onClose={close} />
        ) : problems.length === 0 ? (
          <Text role="status">{say('teamDeed.looking')}</Text>
        ) : null}
      </Stack>
    </Dialog>
  )
}
