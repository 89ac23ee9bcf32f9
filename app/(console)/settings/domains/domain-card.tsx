import { Code, Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { moment } from '@/app/ui/moment'
import { Status } from '@/app/ui/status'
import { recordOf } from '@/lib/domains/check-domain'
import type { Domain } from '@/lib/store/domains'
import { sentence } from '@/lib/words/words'
import { DomainActions } from './domain-actions'

type Props = { domain: Domain; timeZone: string; mayChange: boolean }

/** One domain: whether it is believed, since when and why, or what is missing and what to do. */
export function DomainCard({ domain, timeZone, mayChange }: Props) {
  const { name, verifiedBy, verifiedAt, token, checkedAt, problem } = domain
  const trouble = problem ? sentence(problem, { domain: name }, 'domains') : ''
  const status = verifiedBy ? 'verified' : token ? 'pending' : 'unverified'
  return (
    <Card title={name} id={`domain-${name}`}>
      <Stack>
        <Group>
          <Status tone={verifiedBy ? 'ok' : 'warn'}>{say(`domains.${status}`)}</Status>
          {verifiedBy && verifiedAt ? (
            <Text size="sm" c="dimmed">
              {`${moment(verifiedAt, timeZone).text}, ${say(verifiedBy === 'dns' ? 'domains.byDns' : 'domains.byOperator')}`}
            </Text>
          ) : null}
        </Group>
        {status === 'pending' && token ? (
          <>
            <Text>{say('domains.record')}</Text>
            <Facts
              facts={[
                { label: say('domains.host'), value: say('domains.hostValue') },
                { label: say('domains.type'), value: 'TXT' },
                { label: say('domains.ttl'), value: '3600' },
                {
                  label: say('domains.value'),
                  value: <Code style={{ overflowWrap: 'anywhere' }}>{recordOf(token)}</Code>,
                },
                {
                  label: say('domains.checked'),
                  value: checkedAt ? moment(checkedAt, timeZone).text : say('domains.never'),
                },
              ]}
            />
            {trouble && !mayChange ? <Text>{trouble}</Text> : null}
          </>
        ) : null}
        {verifiedBy || !mayChange ? null : (
          <DomainActions name={name} step={status === 'pending' ? 'check' : 'begin'} trouble={trouble} />
        )}
      </Stack>
    </Card>
  )
}
