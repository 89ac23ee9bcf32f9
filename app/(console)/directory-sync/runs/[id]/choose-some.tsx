'use client'

import { Group, Stack, Text } from '@mantine/core'
import { chooseOfPlan } from '@/app/(console)/directory-sync/actions'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import type { Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useLive } from '@/app/ui/use-live'
import type { Choice } from './choice'

export type Plan = NonNullable<RunView['plan']>
export type Choosing = { choice: Choice | null; onChoice: (choice: Choice | null) => void }

/** All of the plan, or what is chosen of it: what that would be as a plan is for the server to say. */
export function useChosenPlan(
  run: RunView,
  whole: Plan,
  choice: Choice | null,
): { plan: Plan | null; problems: Problem[] } {
  const { data } = useLive({
    question: choice === null ? null : JSON.stringify([run.id, whole.hash, choice]),
    ask: () => chooseOfPlan({ runId: run.id, choice }),
  })
  if (choice === null) return { plan: whole, problems: [] }
  if (!data?.ok) return { plan: null, problems: data?.problems ?? [] }
  const { planHash: hash, changes, removals } = data.value
  return { plan: { hash, changes, removals }, problems: [] }
}

/** Choosing happens in the list of changes; here it begins, ends, and says how many are chosen. */
export function ChooseSome({ choice, onChoice, changes, all }: Choosing & { changes: number; all: number }) {
  if (choice === null)
    return (
      <Group>
        <Button variant="default" size="xs" onClick={() => onChoice({ without: [] })}>
          {say('approval.chooseSome')}
        </Button>
      </Group>
    )
  return (
    <Stack gap="xs">
      <Text size="sm">{say('approval.choosing')}</Text>
      <Group gap="xs">
        <Text size="sm" fw={600} data-testid="chosen">
          {say('approval.chosen', { changes, all })}
        </Text>
        <Button variant="default" size="xs" onClick={() => onChoice({ without: [] })}>
          {say('approval.checkAll')}
        </Button>
        <Button variant="default" size="xs" onClick={() => onChoice({ only: [] })}>
          {say('approval.checkNone')}
        </Button>
        <Button variant="subtle" size="xs" onClick={() => onChoice(null)}>
          {say('approval.chooseAll')}
        </Button>
      </Group>
    </Stack>
  )
}
