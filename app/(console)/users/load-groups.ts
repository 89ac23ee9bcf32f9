import * as z from 'zod'
import { readPage } from '@/app/lists/read-page'
import type { Admin } from '@/lib/access/admin'
import { countGroups, listGroupMembers, pageOfGroups, readGroup } from '@/lib/store/groups'
import { inOrganization } from '@/lib/store/organization'
import { listSavedViews } from '@/lib/store/saved-views'
import type { GroupKind } from '@/lib/sync/groups/group-change'
import { filterOf, GroupSearch } from './groups-search'
import { membersAtOnce, membersOf } from './members/members-at-once'

export type GroupsQuery = Record<string, string | undefined>
const lists = { list: 'distribution-lists', 'organizational-group': 'groups' } as const

/** One page of groups or lists as the address asks for them, and whose members are looked at. */
export async function loadGroups({ organizationId, administratorId }: Admin, kind: GroupKind, asked: GroupsQuery) {
  const search = GroupSearch.parse(asked)
  const filter = filterOf(kind, search)
  const opened = z.uuid().safeParse(asked.members)
  return inOrganization(organizationId, async tx => {
    const group = opened.success ? await readGroup(tx, opened.data) : null
    return {
      search,
      page: await readPage(asked, page => pageOfGroups(tx, filter, search.sort ?? 'name', page)),
      total: await countGroups(tx, filter),
      views: await listSavedViews(tx, { list: lists[kind], owner: administratorId }),
      opened:
        group?.kind === kind
          ? { group, members: membersOf(await listGroupMembers(tx, group, { limit: membersAtOnce + 1, after: null })) }
          : null,
    }
  })
}
