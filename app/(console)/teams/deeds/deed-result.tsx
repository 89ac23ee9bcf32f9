'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { NotReadyList } from '@/app/(console)/users/deeds/not-ready-list'
import { ErrorSummary } from '@/app/forms/error-summary'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import type { TeamDeed } from '@/lib/teams/moves'
import { takeBackTeams } from './actions'
import type { DecidedView } from './proposal-view'

const back: Partial<Record<TeamDeed, 'take-up' | 'withdraw'>> = { 'leave-alone': 'take-up', 'ask-owner': 'withdraw' }
type Props = { deed: TeamDeed; decided: DecidedView; onClose: () => void }

/** What became of each team, and the step back where there is one. */
export function DeedResult({ deed, decided, onClose }: Props) {
  const router = useRouter()
  const [undone, setUndone] = useState<DecidedView | null>(null)
  const { act, busy, problems } = useAct()
  const undoing = back[deed]
  const said = useRef<HTMLParagraphElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pressed is gone, here and once it is undone
  useEffect(() => said.current?.focus(), [undone])
  const undo = async () => {
    if (!undoing) return
    const answer = await act(takeBackTeams({ deed: undoing, teamIds: decided.done }))
    if (answer.ok) setUndone(answer.value)
    router.refresh()
  }
  const { done, refused } = undone ?? decided
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <Text role="status" tabIndex={-1} ref={said}>
        {say(undone ? 'teamDeed.undone' : `teamDeed.${deed}.done`, { teams: done.length })}
      </Text>
      <NotReadyList
        title={say('teamDeed.refused')}
        people={refused}
        further={0}
        columns={{ who: say('teams.name'), why: say('teamDeed.why') }}
      />
      <Group justify="flex-end" gap="xs">
        {undoing && !undone && done.length > 0 ? (
          <BusyButton variant="default" busy={busy} onClick={undo}>
            {say('teamDeed.undo')}
          </BusyButton>
        ) : null}
        <Button onClick={onClose}>{say('teamDeed.close')}</Button>
      </Group>
    </Stack>
  )
}
