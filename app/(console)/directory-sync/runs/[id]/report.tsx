import { Group, Stack, Text, Title } from '@mantine/core'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { TextLink } from '@/app/ui/links'
import type { RuleCount } from '@/lib/sync/run-state'
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

type Props = { run: RunView }

/** The counters, which add up, each leading to whom it counts; and where to go on. What is planned is not reported as done. */
export function Report({ run }: Props) {
  const { report, rules, toReview } = run
  if (report === null) return null
  return (
    <Card title={say(run.preview ? 'report.planned' : 'report.title')} id="report">
      <PrintButton />
      <div className={styles.columns}>
        <Column title={say('report.read', { people: report.read })} counters={read} run={run} />
        <Column title={say('report.notRead', { people: report.notRead })} counters={notRead} run={run} />
      </div>
      <Text c="dimmed">{say('report.addsUp', { read: report.read, notRead: report.notRead })}</Text>
      {report.problems > 0 ? (
        <Text>
          <TextLink href={`/directory-sync/runs/${run.id}?kind=skip&reason=problem#changes`} prefetch={false}>
            {say('report.problems', { people: report.problems })}
          </TextLink>
        </Text>
      ) : null}
      {rules.length > 0 ? <Rules rules={rules} /> : null}
      {run.waiting ? null : <Next {...toReview} />}
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

function Column(props: { title: string; counters: readonly Counter[]; run: RunView }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{props.title}</Title>
      <Facts
        numbers
        facts={props.counters.map(counter => ({
          label: say(`report.counter.${counter}`),
          value: (
            <span data-counter={counter}>
              <Count counter={counter} run={props.run} />
            </span>
          ),
        }))}
      />
    </Stack>
  )
}

/** A number that leads to the rows behind it. Of people to whom nothing happens there are none, and then it leads nowhere. */
function Count({ counter, run: { id, report, counted } }: { counter: Counter; run: RunView }) {
  const people = report?.[counter] ?? 0
  const text = say('number', { value: people })
  if (people === 0 || counter === 'unchanged' || counted[counter] !== people) return text
  return (
    <TextLink
      href={`/directory-sync/runs/${id}?counter=${counter}#changes`}
      aria-label={`${text} ${say(`report.counter.${counter}`)}`}
      prefetch={false}
    >
      {text}
    </TextLink>
  )
}
