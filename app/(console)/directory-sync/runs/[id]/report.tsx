import { Group, Stack, Text, Title } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { TextLink } from '@/app/ui/links'
import type { RuleCount, RunReport } from '@/lib/sync/run-state'
import type { ToReview } from '@/lib/unmanaged/to-review'
import { PrintButton } from './print-button'
import styles from './run.module.css'

const read = [
  'added',
  'linked',
  'updated',
  'reactivated',
  'deactivatedRead',
  'released',
  'unchanged',
  'skipped',
  'heldRead',
  'failedRead',
] as const
const notRead = ['suspected', 'deactivatedAbsent', 'leftAlone', 'heldAbsent', 'failedAbsent'] as const
type Counter = (typeof read)[number] | (typeof notRead)[number]

type Props = { report: RunReport; rules: readonly RuleCount[]; toReview: ToReview }

/** The counters, which add up, and where to go on. */
export function Report({ report, rules, toReview }: Props) {
  return (
    <Card title={say('report.title')} id="report">
      <PrintButton />
      <div className={styles.columns}>
        <Column title={say('report.read', { people: report.read })} counters={read} report={report} />
        <Column title={say('report.notRead', { people: report.notRead })} counters={notRead} report={report} />
      </div>
      <Text c="dimmed">{say('report.addsUp', { read: report.read, notRead: report.notRead })}</Text>
      {report.problems > 0 ? <Text>{say('report.problems', { people: report.problems })}</Text> : null}
      {rules.length > 0 ? <Rules rules={rules} /> : null}
      <Next {...toReview} />
    </Card>
  )
}

/** People and teams that use Messenger with the company's addresses and that nobody manages. */
function Next({ users, teams }: ToReview) {
  if (users + teams === 0) return null
  return (
    <Group gap="xs" mt="md">
      <Text fw={500}>{say('report.next')}</Text>
      {users > 0 ? (
        <TextLink href="/users/unmanaged?review=not-asked">{say('report.unmanagedUsers', { users })}</TextLink>
      ) : null}
      {teams > 0 ? (
        <TextLink href="/teams/unmanaged?management=found">{say('report.unmanagedTeams', { teams })}</TextLink>
      ) : null}
    </Group>
  )
}

/** Whom each exclusion catches: people kept out, or accounts protected. */
function Rules({ rules }: { rules: readonly RuleCount[] }) {
  return (
    <Stack gap="xs" mt="md">
      <Title order={3}>{say('report.rules')}</Title>
      <Facts
        numbers
        facts={rules.map(({ kind, rule, people }) => ({
          label: say(`report.rule.${kind}`, { rule }),
          value: say('number', { value: people }),
        }))}
      />
    </Stack>
  )
}

function Column(props: { title: string; counters: readonly Counter[]; report: RunReport }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{props.title}</Title>
      <Facts
        numbers
        facts={props.counters.map(counter => ({
          label: say(`report.counter.${counter}`),
          value: <span data-counter={counter}>{say('number', { value: props.report[counter] })}</span>,
        }))}
      />
    </Stack>
  )
}
