import { Group, Text } from '@mantine/core'
import { DownloadRows, SelectedRows } from '@/app/lists/download-rows'
import { queryOf } from '@/app/lists/list-address'
import { ResultCount } from '@/app/lists/result-count'
import { SelectPage, SelectRow, SelectRows } from '@/app/lists/select-rows'
import { SortHeading } from '@/app/lists/sort-heading'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { TextLink } from '@/app/ui/links'
import { day, moment } from '@/app/ui/moment'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { When } from '@/app/ui/when'
import type { Team } from '@/lib/store/teams'
import type { TeamDeed } from '@/lib/teams/moves'
import { DeedButtons } from './deeds/deed-buttons'
import type { TeamsList } from './load-teams'
import type { TeamSearch } from './team-search'
import { ManagementStatus, TeamStatusMark } from './team-status'

type Props = {
  rows: readonly Team[]
  which: TeamsList
  total: number
  timeZone: string
  path: string
  search: TeamSearch
  deeds: readonly TeamDeed[]
}
type Column = 'name' | 'owner' | 'members' | 'plan' | 'status' | 'lastActive'
const columns: Record<TeamsList, readonly Column[]> = {
  unmanaged: ['name', 'owner', 'members', 'plan', 'status', 'lastActive'],
  managed: ['name', 'members', 'status'],
}
const file = '/api/teams/export'

/** Of an unmanaged team who owns it, what it pays and how far it is; of a managed one what it is for. */
export function TeamsTable({ rows, which, total, timeZone, path, search, deeds }: Props) {
  const { sort = 'name', ...filter } = search
  const heading = { sort, path, search: filter }
  const query = queryOf({ ...filter, managed: which === 'managed' ? 'yes' : undefined })
  const Row = which === 'managed' ? ManagedRow : UnmanagedRow
  return (
    <SelectRows ids={rows.map(({ id }) => id)} filter={query} total={total}>
      <Group justify="space-between">
        <ResultCount text={say('teams.count', { teams: total })} />
        <DownloadRows path={file} query={query} />
      </Group>
      <TableRegion label={say(`teams.${which}.title`)}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <TableThead>
            <TableTr>
              <TableTd w={48}>
                <SelectPage />
              </TableTd>
              {columns[which].map(column => (
                <SortHeading key={column} column={column} label={say(`teams.${column}`)} {...heading} />
              ))}
              {which === 'managed' ? <TableTh scope="col">{say('teams.description')}</TableTh> : null}
            </TableTr>
          </TableThead>
          <TableTbody>
            {rows.map(team => (
              <TableTr key={team.id}>
                <TableTd>
                  <SelectRow id={team.id} label={team.name} />
                </TableTd>
                <TableTh scope="row">
                  <TextLink href={`/teams/${team.id}`}>
                    <bdi>{team.name}</bdi>
                  </TextLink>
                </TableTh>
                <Row team={team} timeZone={timeZone} />
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </TableRegion>
      <SelectedRows path={file}>
        <Reserved to="enrollment.sync.approve">
          <DeedButtons list={which} deeds={deeds} />
        </Reserved>
      </SelectedRows>
    </SelectRows>
  )
}

type RowProps = { team: Team; timeZone: string }

function UnmanagedRow({ team, timeZone }: RowProps) {
  return (
    <>
      <TableTd>{team.ownerEmail || '—'}</TableTd>
      <Members team={team} />
      <TableTd>
        {say(`planType.${team.planType}`)}
        {team.paid ? (
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {say('teams.paidUntil')} <When moment={day(new Date(team.paid.until), timeZone)} />
          </Text>
        ) : null}
      </TableTd>
      <TableTd>
        <ManagementStatus management={team.management} />
        {team.status !== 'active' ? (
          <Text size="xs" c="dimmed">
            {say(`teamStatus.${team.status}`)}
          </Text>
        ) : null}
      </TableTd>
      <TableTd
        style={{ whiteSpace: 'nowrap' }}
        title={team.lastActiveAt ? moment(team.lastActiveAt, timeZone).text : undefined}
      >
        {team.lastActiveAt ? <When moment={day(team.lastActiveAt, timeZone)} /> : neverActive(team)}
      </TableTd>
    </>
  )
}

/** Another Messenger does not say when its teams were used. */
const neverActive = ({ remoteUrl }: Team): string => (remoteUrl === null ? say('managed.never') : '—')

function ManagedRow({ team }: RowProps) {
  return (
    <>
      <Members team={team} />
      <TableTd>
        <TeamStatusMark status={team.status} />
      </TableTd>
      <TableTd>{team.description === '' ? '—' : team.description}</TableTd>
    </>
  )
}

function Members({ team: { memberCount, externalCount, unmanagedCount } }: { team: Team }) {
  return (
    <TableTd>
      {say('number', { value: memberCount })}
      {externalCount > 0 ? <Kind text={say('teams.externalMembers', { people: externalCount })} /> : null}
      {unmanagedCount > 0 ? <Kind text={say('teams.unmanagedMembers', { people: unmanagedCount })} /> : null}
    </TableTd>
  )
}

const Kind = ({ text }: { text: string }) => (
  <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
    {text}
  </Text>
)
