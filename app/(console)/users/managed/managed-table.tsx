import { Group, Text } from '@mantine/core'
import { DownloadRows, SelectedRows } from '@/app/lists/download-rows'
import { queryOf } from '@/app/lists/list-address'
import { ResultCount } from '@/app/lists/result-count'
import { SelectPage, SelectRow, SelectRows } from '@/app/lists/select-rows'
import { SortHeading } from '@/app/lists/sort-heading'
import { say, sayIfKnown } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { Photo } from '@/app/ui/photo'
import { Status } from '@/app/ui/status'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Tone } from '@/app/ui/tone'
import { When } from '@/app/ui/when'
import type { ManagedAccount } from '@/lib/store/accounts'
import { type PersonStatus, statusOf } from '@/lib/store/people-list'
import { type DeedButton, DeedButtons } from '../deeds/deed-buttons'
import type { PeopleSearch } from './people-search'

const tones = { active: 'ok', deactivated: 'danger', suspended: 'warn' } as const satisfies Record<PersonStatus, Tone>

const file = '/api/people/export'

type Props = {
  rows: readonly ManagedAccount[]
  total: number
  timeZone: string
  path: string
  search: PeopleSearch
  deeds: readonly DeedButton[]
}

/** Name, department, title, status, and when they last signed in. */
export function ManagedTable({ rows, total, timeZone, path, search, deeds }: Props) {
  const { sort = 'name', ...filter } = search
  const heading = { sort, path, search: filter }
  const query = queryOf(filter)
  return (
    <SelectRows ids={rows.map(({ id }) => id)} filter={query} total={total}>
      <Group justify="space-between">
        <ResultCount text={say('managed.count', { people: total })} />
        <DownloadRows path={file} query={query} />
      </Group>
      <TableRegion label={say('managed.title')}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <TableThead>
            <TableTr>
              <TableTd w={48}>
                <SelectPage />
              </TableTd>
              <SortHeading column="name" label={say('managed.name')} {...heading} />
              <SortHeading column="department" label={say('field.department')} {...heading} />
              <SortHeading column="title" label={say('field.title')} {...heading} />
              <SortHeading column="status" label={say('managed.status')} {...heading} />
              <SortHeading column="lastLoggedOn" label={say('managed.lastLoggedOn')} {...heading} />
            </TableTr>
          </TableThead>
          <TableTbody>
            {rows.map(row => (
              <Person key={row.id} row={row} timeZone={timeZone} />
            ))}
          </TableTbody>
        </Table>
      </TableRegion>
      <SelectedRows path={file}>
        <DeedButtons list="managed" deeds={deeds} />
      </SelectedRows>
    </SelectRows>
  )
}

function Person({ row, timeZone }: { row: ManagedAccount; timeZone: string }) {
  const status = statusOf(row)
  return (
    <TableTr>
      <TableTd>
        <SelectRow id={row.id} label={row.attributes.displayName ?? row.attributes.email ?? ''} />
      </TableTd>
      <TableTh scope="row">
        <Group gap="sm" wrap="nowrap">
          <Photo hash={row.attributes.photo} />
          <div>
            <Name row={row} />
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
        {row.connectorId === null ? (
          <Text size="xs" c="dimmed">
            {say('managed.byAdmin')}
          </Text>
        ) : null}
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

/** A name leads to why its person is as they are, where a directory says so. */
function Name({ row: { attributes, connectorId } }: { row: ManagedAccount }) {
  const name = <bdi>{attributes.displayName}</bdi>
  if (connectorId === null || !attributes.email) return name
  return (
    <TextLink
      href={`/directory-sync/connectors/${connectorId}${queryOf({ check: attributes.email })}#check`}
      aria-label={say('managed.check', { name: attributes.displayName ?? attributes.email })}
      prefetch={false}
    >
      {name}
    </TextLink>
  )
}

/** A reason in few words, without the details that only its run knows. */
const becauseText = (code: string): string | null => sayIfKnown(`accountBecause.${code}`)
