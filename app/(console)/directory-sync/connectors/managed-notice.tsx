import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { When } from '@/app/ui/when'
import type { OpenConnector } from './open-connector'

/** Says that a connector is set on an agent's machine, and how that ends; nothing where it is set in the portal. */
export function ManagedNotice({
  open: { connector, managed },
}: {
  open: Pick<OpenConnector, 'connector' | 'managed'>
}) {
  if (!managed) return null
  const { agent, since, gone } = managed
  return (
    <Notice tone="accent" title={say('managedOn.title', { agent })}>
      <Stack gap={4}>
        <Text>
          {say(gone ? 'managedOn.gone' : 'managedOn.text', { agent })}{' '}
          {since ? (
            <>
              {say('managedOn.since')} <When moment={since} />
            </>
          ) : null}
        </Text>
        <TextLink href={`/directory-sync/connectors/${connector.id}/agents#managed`}>
          {say('managedOn.toAgents')}
        </TextLink>
      </Stack>
    </Notice>
  )
}
