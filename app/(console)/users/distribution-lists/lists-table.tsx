import { queryOf } from '@/app/lists/list-address'
import { SelectPage, SelectRow } from '@/app/lists/select-rows'
import { SortHeading } from '@/app/lists/sort-heading'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { Technical } from '@/app/ui/technical'
import type { Group } from '@/lib/store/groups'
import type { GroupSearch } from '../groups-search'

type Props = { rows: readonly Group[]; path: string; search: GroupSearch; query: Record<string, string | undefined> }

/** Name, membership and address. */
export function ListsTable({ rows, path, search: { sort = 'name', ...filter }, query }: Props) {
  const heading = { sort, path, search: filter }
  return (
    <TableRegion label={say('groupList.lists.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <TableThead>
          <TableTr>
            <TableTd w={48}>
              <SelectPage />
            </TableTd>
            <SortHeading column="name" label={say('groupList.lists.name')} {...heading} />
            <TableTh>{say('groupList.membership')}</TableTh>
            <SortHeading column="address" label={say('groupList.lists.address')} {...heading} />
            <SortHeading column="source" label={say('groupList.source')} {...heading} />
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(list => (
            <TableTr key={list.id}>
              <TableTd>
                <SelectRow id={list.id} label={list.name} />
              </TableTd>
              <TableTh scope="row">
                <bdi>{list.name}</bdi>
              </TableTh>
              <TableTd>
                <TextLink href={`${path}${queryOf({ ...query, members: list.id })}`} scroll={false}>
                  {say('groupList.lists.members', { members: list.members })}
                  <span className="visually-hidden"> {say('groupList.of', { name: list.name })}</span>
                </TextLink>
              </TableTd>
              <TableTd>{list.address ? <Technical>{list.address}</Technical> : '—'}</TableTd>
              <TableTd>{say(`groupList.sourceName.${list.source}`)}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}
