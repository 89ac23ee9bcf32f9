import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { GroupsPage } from '../groups-page'
import type { GroupsQuery } from '../load-groups'
import { GroupsTable } from './groups-table'

export const metadata: Metadata = { title: say('groupList.groups.title') }

export default async function Page({ searchParams }: { searchParams: Promise<GroupsQuery> }) {
  return <GroupsPage kind="organizational-group" path="/users/groups" asked={await searchParams} table={GroupsTable} />
}
