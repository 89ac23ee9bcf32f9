import { Stack, Title } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import type { GroupKindReport, GroupReport } from '@/lib/sync/groups/group-report'
import styles from './run.module.css'

const counters = [
  'added',
  'updated',
  'unchanged',
  'ended',
  'skipped',
  'held',
  'failed',
  'suspected',
  'endedAbsent',
  'leftAlone',
  'heldAbsent',
  'failedAbsent',
] as const satisfies readonly (keyof GroupKindReport)[]
const memberships = ['added', 'removed', 'held', 'failed', 'left'] as const

/** Counters that are zero say nothing here, but for what was unchanged. */
export function GroupCounters({ report }: { report: GroupReport }) {
  const kinds = (['organizational-group', 'list'] as const).filter(kind => report[kind].read + report[kind].notRead > 0)
  const joining = memberships.filter(counter => report.memberships[counter] > 0)
  return (
    <Card title={say('groups.report')} id="group-report">
      <div className={styles.columns}>
        {kinds.map(kind => (
          <Column
            key={kind}
            title={say(`groups.read.${kind}`, { read: report[kind].read, notRead: report[kind].notRead })}
            facts={counters
              .filter(counter => report[kind][counter] > 0)
              .map(counter => [say(`groups.counter.${counter}`), report[kind][counter]])}
          />
        ))}
        {joining.length + report.membersUnknown === 0 ? null : (
          <Column
            title={say('groups.memberships')}
            facts={[
              ...joining.map((counter): [string, number] => [
                say(`groups.membership.${counter}`),
                report.memberships[counter],
              ]),
              ...(report.membersUnknown > 0
                ? [[say('groups.membersUnknown'), report.membersUnknown] as [string, number]]
                : []),
            ]}
          />
        )}
      </div>
    </Card>
  )
}

function Column({ title, facts }: { title: string; facts: [string, number][] }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      <Facts numbers facts={facts.map(([label, value]) => ({ label, value: say('number', { value }) }))} />
    </Stack>
  )
}
