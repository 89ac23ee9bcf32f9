import { type ScimGroup, toScimGroup } from '@/lib/messenger/scim-group'
import { everyGroup, type Group, type GroupMember, listGroupMembers } from '@/lib/store/groups'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { GroupKind } from '@/lib/sync/groups/group-change'
import type { Answer } from '../answer'
import type { Context } from '../context'
import { table } from '../say'

const membersAtOnce = 5_000

/** `lists`: every list of Messenger; with `--json` as SCIM groups (RFC 7643 §4.2) with their direct members. */
export const lists = (context: Context): Promise<Answer> => answer(context, 'list')

/** `groups`: every organizational group, with the people of its unit and the groups below it. */
export const groups = (context: Context): Promise<Answer> => answer(context, 'organizational-group')

async function answer({ organizationId }: Context, kind: GroupKind): Promise<Answer> {
  return inOrganization(organizationId, async tx => {
    const rows = [['name', 'members', ...(kind === 'list' ? ['effective', 'address'] : ['below']), 'source']]
    const json: ScimGroup[] = []
    for await (const page of everyGroup(tx, kind))
      for (const group of page) {
        rows.push(rowOf(group))
        json.push(toScimGroup(group, await membersOf(tx, group)))
      }
    return { exit: 0, json, lines: table(rows) }
  })
}

function rowOf({ kind, name, members, effectiveMembers, address, parent, source }: Group): string[] {
  const more = kind === 'list' ? [String(effectiveMembers), address ?? ''] : [parent?.name ?? '']
  return [name, String(members), ...more, source]
}

async function membersOf(tx: OrganizationTransaction, group: Group): Promise<GroupMember[]> {
  const all: GroupMember[] = []
  for (let after: GroupMember | null = null; ; ) {
    const page: GroupMember[] = await listGroupMembers(tx, group, { limit: membersAtOnce, after })
    all.push(...page)
    after = page.at(-1) ?? null
    if (page.length < membersAtOnce) return all
  }
}
