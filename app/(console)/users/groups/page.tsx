import { titled } from '@/app/messages/titled'
import { GroupsPage } from '../groups-page'
import type { GroupsQuery } from '../load-groups'
import { GroupsTable } from './groups-table'

export const generateMetadata = titled('groupList.groups.title')

export default async function Page({ searchParams }: { searchParams: Promise<GroupsQuery> }) {
  return <GroupsPage kind="organizational-group" path="/users/groups" asked={await searchParams} table={GroupsTable} />
}
