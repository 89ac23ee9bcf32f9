import { Group, Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { LinkButton } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import type { RunLine } from './runs/run-line'

type Props = {
  /** Plans that wait for a person's decision. */
  runs: readonly RunLine[]
  /** How many people of a connector are to be decided about. */
  decisions: readonly { connectorId: string; connector: string; people: number }[]
  /** Of each connector the last run, where it found people who cannot be synchronized as they are. */
  problems: readonly RunLine[]
}

/** What waits for a person. Nothing is shown when nothing does. */
export function NeedsYou({ runs, decisions, problems }: Props) {
  if (runs.length + decisions.length + problems.length === 0) return null
  return (
    <Stack component="section" gap="sm" aria-label={say('overview.needsYou')}>
      {runs.map(run => (
        <Notice key={run.id} tone="held" title={say('overview.needsYou')}>
          <Group justify="space-between">
            <span>
              {say(run.state === 'held' ? 'overview.heldRun' : 'overview.waitingPreview', {
                number: run.number,
                connector: run.connector,
                removals: run.removals,
              })}
            </span>
            <LinkButton href={`/directory-sync/runs/${run.id}`} color="held" variant="outline" size="xs">
              {say('overview.review')}
            </LinkButton>
          </Group>
        </Notice>
      ))}
      {decisions.map(({ connectorId, connector, people }) => (
        <Card
          key={connectorId}
          text={say('overview.decisions', { people, connector })}
          href={`/directory-sync/connectors/${connectorId}/decisions`}
          action={say('overview.decide')}
        />
      ))}
      {problems.map(({ id, number, connector, totals }) => (
        <Card
          key={id}
          text={say('overview.problems', { people: totals?.problems ?? 0, number, connector })}
          href={`/directory-sync/runs/${id}?kind=skip&reason=problem#changes`}
          action={say('overview.correct')}
        />
      ))}
    </Stack>
  )
}

function Card({ text, href, action }: { text: string; href: string; action: string }) {
  return (
    <Notice tone="warn">
      <Group justify="space-between">
        <span>{text}</span>
        <LinkButton href={href} variant="default" size="xs">
          {action}
        </LinkButton>
      </Group>
    </Notice>
  )
}
