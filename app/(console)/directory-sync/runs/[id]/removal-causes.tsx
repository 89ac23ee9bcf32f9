import { Text } from '@mantine/core'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { List } from '@/app/ui/list'
import { Notice } from '@/app/ui/notice'

/** Why people of a plan that waits would lose something, the biggest cause first: each leads to exactly these people, and to its setting. */
export function RemovalCauses({ run: { id, causes, furtherCauses } }: { run: RunView }) {
  if (causes.length === 0) return null
  return (
    <Notice tone="held" title={say('run.cause.title')}>
      <List plain>
        {causes.map(({ text, people, query, remedy }) => (
          <li key={query} data-testid="removal-cause">
            {text}{' '}
            <span data-off-paper>
              <TextLink href={`/directory-sync/runs/${id}?${query}#changes`} prefetch={false}>
                {say('run.cause.show', { people })}
              </TextLink>
              {remedy ? (
                <>
                  {' '}
                  <TextLink href={remedy.href}>{remedy.text}</TextLink>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </List>
      {furtherCauses > 0 ? <Text mt="xs">{say('run.cause.further', { causes: furtherCauses })}</Text> : null}
    </Notice>
  )
}
