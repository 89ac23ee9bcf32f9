import { queryOf } from '@/app/lists/list-address'
import { SelectPage, SelectRow } from '@/app/lists/select-rows'
import { SortHeading } from '@/app/lists/sort-heading'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Group } from '@/lib/store/groups'
import type { GroupSearch } from '../groups-search'

type Props = { rows: readonly Group[]; path: string; search: GroupSearch; query: Record<string, string | undefined> }

/** Name, description, source and how many people and groups are in each. */
export function GroupsTable({ rows, path, search: { sort = 'name', ...filter }, query }: Props) {
  const heading = { sort, path, search: filter }
  return (
    <TableRegion label={say('groupList.groups.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <TableThead>
          <TableTr>
            <TableTd w={48}>
              <SelectPage />
            </TableTd>
            <SortHeading column="name" label={say('groupList.groups.name')} {...heading} />
            <TableTh>{say('groupField.description')}</TableTh>
            <SortHeading column="source" label={say('groupList.source')} {...heading} />
            <TableTh>{say('groupField.parent')}</TableTh>
            <TableTh>{say('groupList.membership')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(group => (
            <TableTr key={group.id}>
              <TableTd>
                <SelectRow id={group.id} label={group.name} />
              </TableTd>
              <TableTh scope="row">
                <bdi>{group.name}</bdi>
              </TableTh>
              <TableTd>{group.description ?? '—'}</TableTd>
              <TableTd>{say(`groupList.sourceName.${group.source}`)}</TableTd>
              <TableTd>{group.parent?.name ?? '—'}</TableTd>
              <TableTd>
                <TextLink href={`${path}${queryOf({ ...query, members: group.id })}`} scroll={false}>
                  {say('groupList.groups.members', { people: group.people, groups: group.inner })}
                  <span className="visually-hidden"> {say('groupList.of', { name: group.name })}</span>
                </TextLink>
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}
