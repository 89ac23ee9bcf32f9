import * as z from 'zod'
import { membersAtOnce, membersOf } from '@/app/(console)/users/members/members-at-once'
import { adminRoute } from '@/lib/access/doors'
import { listGroupMembers, readGroup } from '@/lib/store/groups'
import { inOrganization } from '@/lib/store/organization'

const After = z.object({ name: z.string().max(1024), id: z.uuid() })

/** The members of a group or list that come after one, by name. */
export const GET = adminRoute<{ id: string }>('enrollment.read', async (request, admin, { id }) => {
  const after = After.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!z.uuid().safeParse(id).success || !after.success) return unknown()
  const read = await inOrganization(admin.organizationId, async tx => {
    const group = await readGroup(tx, id)
    return group && listGroupMembers(tx, group, { limit: membersAtOnce + 1, after: after.data })
  })
  return read ? Response.json(membersOf(read)) : unknown()
})

const unknown = () => Response.json({ code: 'group-unknown' }, { status: 404 })
