import { titled } from '@/app/messages/titled'
import { GroupsPage } from '../groups-page'
import type { GroupsQuery } from '../load-groups'
import { ListsTable } from './lists-table'

export const generateMetadata = titled('groupList.lists.title')

export default async function Page({ searchParams }: { searchParams: Promise<GroupsQuery> }) {
  return <GroupsPage kind="list" path="/users/distribution-lists" asked={await searchParams} table={ListsTable} />
}
