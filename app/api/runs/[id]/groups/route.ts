import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { groupNames, listGroupChanges, readMemberNames } from '@/lib/store/group-changes'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { type GroupLine, groupLine, namesShown } from './group-line'

const Query = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  pageSize: z.coerce.number().int().min(1).max(200).catch(25),
})

export type GroupPage = { rows: GroupLine[]; total: number; page: number; pageSize: number }

/** One page of a plan's rows about organizational groups and lists, each with its reason in words. */
export const GET = adminRoute<{ id: string }>('enrollment.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const { page, pageSize } = Query.parse(Object.fromEntries(new URL(request.url).searchParams))
  const found = await inOrganization(admin.organizationId, async tx => {
    if (!(await readRun(tx, id))) return null
    const { rows, total } = await listGroupChanges(tx, id, { page, pageSize })
    const lists = rows.filter(row => row.members > 0).map(row => row.anchor)
    const members = await readMemberNames(tx, id, lists, namesShown)
    const parents = rows.flatMap(({ before, after }) =>
      [before?.parent, after?.parent].filter(parent => parent != null),
    )
    const names = await groupNames(tx, id, parents)
    return { rows: rows.map(row => groupLine(row, { members, names })), total, page, pageSize }
  })
  return found ? Response.json(found satisfies GroupPage) : unknown()
})

const unknown = () => Response.json({ code: 'run-unknown' }, { status: 404 })
