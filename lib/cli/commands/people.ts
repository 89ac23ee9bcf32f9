import { toScimUser } from '@/lib/messenger/scim-user'
import { listPeople } from '@/lib/store/accounts'
import { inOrganization } from '@/lib/store/organization'
import type { Answer } from '../answer'
import type { Context } from '../context'
import { table } from '../say'

/** `people`: everyone in Messenger that a connector manages or managed; with `--json` as SCIM users (RFC 7643). */
export async function people({ organizationId }: Context): Promise<Answer> {
  const users = await inOrganization(organizationId, async tx => {
    const found = []
    for await (const page of listPeople(tx)) found.push(...page.map(person => toScimUser(person, person)))
    return found
  })
  const rows = users.map(user => [user.userName ?? '', user.displayName ?? '', user.active ? 'active' : 'inactive'])
  return { exit: 0, json: users, lines: table([['address', 'name', 'state'], ...rows]) }
}
