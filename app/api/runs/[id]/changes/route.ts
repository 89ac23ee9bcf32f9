import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { changeSorts, listChanges } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { FilterQuery, filterOf } from './change-filter'
import { type ChangeLine, changeLine } from './change-line'
import { namesOf } from './names-of'

const Query = FilterQuery.extend({
  sort: z.enum(changeSorts).catch('name'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  pageSize: z.coerce.number().int().min(1).max(200).catch(50),
})

export type ChangePage = { rows: ChangeLine[]; total: number; page: number; pageSize: number }

/** One page of a plan's rows, each with its reason in words. */
export const GET = adminRoute<{ id: string }>('enrollment.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const { sort, page, pageSize, ...query } = Query.parse(Object.fromEntries(new URL(request.url).searchParams))
  const found = await inOrganization(admin.organizationId, async tx => {
    if (!(await readRun(tx, id))) return null
    const { rows, total } = await listChanges(tx, id, { ...filterOf(query), sort, page, pageSize })
    const names = await namesOf(tx, id, rows)
    return { rows: rows.map(row => changeLine(row, names)), total, page, pageSize }
  })
  return found ? Response.json(found satisfies ChangePage) : unknown()
})

const unknown = () => Response.json({ code: 'run-unknown' }, { status: 404 })
