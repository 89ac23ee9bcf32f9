import { Group, Text } from '@mantine/core'
import { DownloadRows, SelectedRows } from '@/app/lists/download-rows'
import { queryOf } from '@/app/lists/list-address'
import { ResultCount } from '@/app/lists/result-count'
import { SelectPage, SelectRow, SelectRows } from '@/app/lists/select-rows'
import { SortHeading } from '@/app/lists/sort-heading'
import { say } from '@/app/messages/say'
import { day } from '@/app/ui/moment'
import { Status } from '@/app/ui/status'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Tone } from '@/app/ui/tone'
import { When } from '@/app/ui/when'
import type { UnmanagedAccount } from '@/lib/store/unmanaged-accounts'
import type { UnmanagedStatus } from '@/lib/store/unmanaged-list'
import { type DeedButton, DeedButtons } from '../deeds/deed-buttons'
import { DirectoryCell } from './directory-cell'
import type { UnmanagedSearch } from './unmanaged-search'

const tones = {
  active: 'ok',
  'not-active': 'quiet',
  suspended: 'warn',
  deactivated: 'danger',
} as const satisfies Record<UnmanagedStatus, Tone>
const file = '/api/unmanaged/export'

type Props = {
  rows: readonly UnmanagedAccount[]
  total: number
  timeZone: string
  path: string
  search: UnmanagedSearch
  deeds: readonly DeedButton[]
}

/** Who they are, what the directory says of them, and what can be done. */
export function UnmanagedTable({ rows, total, timeZone, path, search, deeds }: Props) {
  const { sort = 'name', ...filter } = search
  const heading = { sort, path, search: filter }
  const query = queryOf(filter)
  return (
    <SelectRows ids={rows.map(({ id }) => id)} filter={query} total={total}>
      <Group justify="space-between">
        <ResultCount text={say('unmanaged.count', { people: total })} />
        <DownloadRows path={file} query={query} />
      </Group>
      <TableRegion label={say('unmanaged.title')}>
        {/* Nine columns are seen at once on a desk of 1280 px only when they stand close. */}
        <Table verticalSpacing="sm" horizontalSpacing="xs" highlightOnHover>
          <TableThead>
            <TableTr>
              <TableTd w={48}>
                <SelectPage />
              </TableTd>
              <SortHeading column="name" label={say('unmanaged.name')} {...heading} />
              <SortHeading column="email" label={say('unmanaged.email')} {...heading} />
              <SortHeading column="status" label={say('unmanaged.status')} {...heading} />
              <SortHeading column="directory" label={say('unmanaged.directory')} {...heading} />
              <TableTh>{say('unmanaged.teams')}</TableTh>
              <SortHeading column="plan" label={say('unmanaged.plan')} {...heading} />
              <SortHeading column="lastActive" label={say('unmanaged.lastActive')} {...heading} />
              <TableTh>{say('unmanaged.invitedBy')}</TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {rows.map(account => (
              <Person
                key={account.id}
                account={account}
                timeZone={timeZone}
                mayLink={deeds.some(({ deed }) => deed === 'manage')}
              />
            ))}
          </TableTbody>
        </Table>
      </TableRegion>
      <SelectedRows path={file}>
        <DeedButtons list="unmanaged" deeds={deeds} mayLink={deeds.some(({ deed }) => deed === 'manage')} />
      </SelectedRows>
    </SelectRows>
  )
}

type RowProps = { account: UnmanagedAccount; timeZone: string; mayLink: boolean }

function Person({ account, timeZone, mayLink }: RowProps) {
  const { id, name, email, status, review, plan, teams, lastActiveAt, askedAt } = account
  return (
    <TableTr>
      <TableTd>
        <SelectRow id={id} label={name} />
      </TableTd>
      <TableTh scope="row">
        <bdi>{name}</bdi>
      </TableTh>
      <TableTd miw={168} style={{ overflowWrap: 'anywhere' }}>
        {email.split('@')[0]}
        <wbr />@{email.split('@')[1]}
      </TableTd>
      <TableTd>
        <Status tone={tones[status]}>{say(`unmanaged.status_.${status}`)}</Status>
        {reviewText(account, askedAt && day(askedAt, timeZone).text).map(text => (
          <Text key={text} size="xs" c="dimmed">
            {text}
          </Text>
        ))}
      </TableTd>
      <TableTd>
        <DirectoryCell account={account} mayLink={mayLink && review !== 'left-apart'} />
      </TableTd>
      <TableTd>{teams}</TableTd>
      <TableTd>{say(`unmanaged.plan_.${status === 'not-active' ? 'none' : plan}`)}</TableTd>
      <TableTd>{lastActiveAt ? <When moment={day(lastActiveAt, timeZone)} /> : say('unmanaged.never')}</TableTd>
      <TableTd>{invitation(account)}</TableTd>
    </TableTr>
  )
}

function reviewText({ review, managedElsewhere, onHold }: UnmanagedAccount, asked: string | null): string[] {
  return [
    ...(review === 'asked' && asked ? [say('unmanaged.asked', { when: asked })] : []),
    ...(review === 'not-asked' || review === 'asked' ? [] : [say(`unmanaged.review_.${review}`)]),
    ...(managedElsewhere ? [say('unmanaged.elsewhere', { organization: managedElsewhere })] : []),
    ...(onHold ? [say('unmanaged.onHold')] : []),
  ]
}

function invitation({ invitedBy, origin }: UnmanagedAccount): string {
  if (invitedBy !== null) return invitedBy
  return origin === 'self-registered' ? say('unmanaged.self') : say('unmanaged.unknownInvitation')
}
