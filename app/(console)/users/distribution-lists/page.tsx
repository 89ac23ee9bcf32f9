import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { GroupsPage } from '../groups-page'
import type { GroupsQuery } from '../load-groups'
import { ListsTable } from './lists-table'

export const metadata: Metadata = { title: say('groupList.lists.title') }

export default async function Page({ searchParams }: { searchParams: Promise<GroupsQuery> }) {
  return <GroupsPage kind="list" path="/users/distribution-lists" asked={await searchParams} table={ListsTable} />
}
