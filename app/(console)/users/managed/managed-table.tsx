import { Group, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core'
import messages from '@/app/messages/en.json'
import { say } from '@/app/messages/say'
import { moment } from '@/app/ui/moment'
import { Photo } from '@/app/ui/photo'
import { Status } from '@/app/ui/status'
import { TableRegion } from '@/app/ui/table-region'
import type { Tone } from '@/app/ui/tone'
import { When } from '@/app/ui/when'
import type { ManagedAccount } from '@/lib/store/accounts'

const tones = { active: 'ok', deactivated: 'danger', suspended: 'warn' } as const satisfies Record<string, Tone>

const statusOf = ({ active, suspended }: ManagedAccount) =>
  !active ? 'deactivated' : suspended ? 'suspended' : 'active'

/** Name, department, title, status, and when they last signed in. */
export function ManagedTable({ rows, timeZone }: { rows: readonly ManagedAccount[]; timeZone: string }) {
  return (
    <TableRegion label={say('managed.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <TableThead>
          <TableTr>
            <TableTh>{say('managed.name')}</TableTh>
            <TableTh>{say('field.department')}</TableTh>
            <TableTh>{say('field.title')}</TableTh>
            <TableTh>{say('managed.status')}</TableTh>
            <TableTh>{say('managed.lastLoggedOn')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(row => (
            <Person key={row.id} row={row} timeZone={timeZone} />
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function Person({ row, timeZone }: { row: ManagedAccount; timeZone: string }) {
  const status = statusOf(row)
  return (
    <TableTr>
      <TableTh scope="row">
        <Group gap="sm" wrap="nowrap">
          <Photo hash={row.attributes.photo} />
          <div>
            <bdi>{row.attributes.displayName}</bdi>
            <Text size="xs" c="dimmed" fw={400}>
              {row.attributes.email}
            </Text>
          </div>
        </Group>
      </TableTh>
      <TableTd>{row.attributes.department ?? '—'}</TableTd>
      <TableTd>{row.attributes.title ?? '—'}</TableTd>
      <TableTd>
        <Status tone={tones[status]}>{say(`accountStatus.${status}`)}</Status>
        {row.blockedBecause ? (
          <Text size="xs" c="dimmed">
            {becauseText(row.blockedBecause)}
          </Text>
        ) : null}
      </TableTd>
      <TableTd>
        {row.lastLoggedOnAt ? <When moment={moment(row.lastLoggedOnAt, timeZone)} /> : say('managed.never')}
      </TableTd>
    </TableTr>
  )
}

/** A reason in few words, without the details that only its run knows. */
function becauseText(code: string): string | null {
  const texts: Record<string, string> = messages.accountBecause
  return texts[code] ?? null
}
