import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { type Fact, Facts } from '@/app/ui/facts'
import { List } from '@/app/ui/list'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { Status } from '@/app/ui/status'
import { When } from '@/app/ui/when'
import type { MessengerTrouble, RemoteMessengerRow } from '@/lib/store/remote-messenger'
import { sentence } from '@/lib/words/words'
import { OrderButton } from './order-button'

type Before = { there: number; created: number }
type Props = {
  row: RemoteMessengerRow
  counts: Record<string, number>
  /** What beginning would do. */
  before: Before
  timeZone: string
  mayWrite: boolean
}

const inWords = ({ code, detail }: MessengerTrouble): string =>
  [sentence(code, {}, 'messenger'), detail === null ? '' : say('messenger.itSaid', { detail })]
    .filter(Boolean)
    .join(' ')

/** How far it is, what was read last, and what can be done. */
export function MessengerState({ row, counts, before, timeZone, mayWrite }: Props) {
  const { reading, trouble } = row
  return (
    <Stack>
      <Group>
        <Status tone={row.state === 'exporting' ? 'ok' : 'quiet'}>{say(`messenger.state.${row.state}`)}</Status>
      </Group>
      {trouble ? <Notice tone="warn">{inWords(trouble)}</Notice> : null}
      {reading?.trouble ? (
        <Notice tone="warn" title={say('messenger.incomplete')}>
          {inWords(reading.trouble)}
        </Notice>
      ) : null}
      <Tested row={row} />
      <Facts numbers facts={[...readingFacts(row, timeZone), ...exportFacts(counts)]} />
      {mayWrite ? <Orders row={row} before={before} /> : null}
    </Stack>
  )
}

function Tested({ row: { test, testDueAt } }: { row: RemoteMessengerRow }) {
  if (testDueAt !== null) return <Text role="status">{say('messenger.testing')}</Text>
  if (test === null) return null
  return (
    <List plain>
      {test.steps.map(({ step, trouble }) => (
        <li key={step}>
          <Status tone={trouble ? 'danger' : 'ok'}>{say(`messenger.step.${step}`)}</Status>{' '}
          {trouble ? inWords(trouble) : null}
        </li>
      ))}
    </List>
  )
}

function readingFacts({ reading, readDueAt }: RemoteMessengerRow, timeZone: string): Fact[] {
  const isDue = readDueAt !== null && readDueAt <= new Date()
  if (!reading)
    return [{ label: say('messenger.lastRead'), value: say(isDue ? 'messenger.readSoon' : 'messenger.never') }]
  const counts = { teamsAdded: 0, teamsGone: 0, ...reading.read, ...reading }
  return [
    { label: say('messenger.lastRead'), value: <When moment={moment(new Date(reading.at), timeZone)} /> },
    ...(
      ['accounts', 'groups', 'linked', 'added', 'unusable', 'gone', 'drifted', 'teamsAdded', 'teamsGone'] as const
    ).map(what => ({
      label: say(`messenger.found.${what}`),
      value: String(counts[what]),
    })),
  ]
}

const exportFacts = (counts: Record<string, number>): Fact[] =>
  (['exported', 'pending', 'refused'] as const).map(state => ({
    label: say(`messenger.count.${state}`),
    value: String(counts[state] ?? 0),
  }))

function Orders({ row: { state, reading }, before }: { row: RemoteMessengerRow; before: Before }) {
  return (
    <Group>
      <OrderButton give={{ do: 'test' }} label={say('messenger.test')} />
      <OrderButton give={{ do: 'read' }} label={say('messenger.read')} />
      {state === 'exporting' ? (
        <OrderButton give={{ do: 'pause' }} label={say('messenger.pause')} />
      ) : reading?.complete ? (
        <OrderButton
          give={{ do: 'export' }}
          label={say('messenger.start')}
          variant="filled"
          ask={{ title: say('messenger.startTitle'), text: say('messenger.startText', before) }}
        />
      ) : null}
      <OrderButton
        give={{ do: 'remove' }}
        label={say('messenger.remove')}
        ask={{ title: say('messenger.removeTitle'), text: say('messenger.removeText') }}
      />
    </Group>
  )
}
