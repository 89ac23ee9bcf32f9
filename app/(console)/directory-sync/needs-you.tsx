import { Group, Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { LinkButton } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import type { RunLine } from './runs/run-line'

/** Plans that wait for a person's decision. Nothing is shown when nothing does. */
export function NeedsYou({ runs }: { runs: readonly RunLine[] }) {
  if (runs.length === 0) return null
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
    </Stack>
  )
}
