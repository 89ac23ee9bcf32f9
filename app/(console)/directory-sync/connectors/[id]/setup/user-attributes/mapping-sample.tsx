'use client'

import { Group, Stack, Text } from '@mantine/core'
import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import type { Sample } from './use-sample'

type Found = Extract<JobView, { kind: 'mapping' }>

/** The mapping as it stands, tried on everybody in the chosen units: how many come out well, and what is wrong with the others. */
export function MappingSample({ sample: { found, busy, trouble, outdated, check } }: { sample: Sample }) {
  return (
    <Card title={say('mapping.sample')} id="sample">
      <Text>{say('mapping.sampleHelp')}</Text>
      <Group>
        <BusyButton variant="default" busy={busy} onClick={check}>
          {say('mapping.check')}
        </BusyButton>
        {busy ? <Text role="status">{say('mapping.checking')}</Text> : null}
      </Group>
      {trouble ? <Notice tone="danger">{trouble}</Notice> : null}
      {found && outdated ? <Notice tone="warn">{say('mapping.outdated')}</Notice> : null}
      {found && !busy ? <Result found={found} /> : null}
    </Card>
  )
}

function Result({ found: { people, fine, partial, unknown, problems } }: { found: Found }) {
  return (
    <Stack gap="sm">
      <Text fw={600} role="status" data-testid="mapping-sample">
        {say(partial ? 'mapping.atLeast' : 'mapping.counted', { people, fine, wrong: people - fine })}
      </Text>
      {unknown.map(text => (
        <Notice key={text} tone="warn">
          {text}
        </Notice>
      ))}
      <Stack gap="xs" component="ul" m={0} ps="md">
        {problems.map(({ text, names, more }) => (
          <li key={text}>
            {text}
            <Text size="sm" c="dimmed">
              <bdi>{names.join(', ')}</bdi>
              {more > 0 ? ` ${say('groups.more', { count: more })}` : null}
            </Text>
          </li>
        ))}
      </Stack>
    </Stack>
  )
}
