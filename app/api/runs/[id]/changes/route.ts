import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { listChanges } from '@/lib/store/changes'
import { inOrganization } from '@/lib/store/organization'
import { changeKinds } from '@/lib/sync/change'
import { type ChangeLine, changeLine } from './change-line'
import { namesOf } from './names-of'

const Query = z.object({
  kind: z.enum(changeKinds).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  pageSize: z.coerce.number().int().min(1).max(200).catch(50),
})

export type ChangePage = { rows: ChangeLine[]; total: number; page: number; pageSize: number }

/** One page of a plan's rows, each with its reason in words. */
export const GET = adminRoute<{ id: string }>('enrollment.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'run-unknown' }, { status: 404 })
  const { kind, q, page, pageSize } = Query.parse(Object.fromEntries(new URL(request.url).searchParams))
  const found = await inOrganization(admin.organizationId, async tx => {
    const { rows, total } = await listChanges(tx, id, {
      ...(kind ? { kind } : {}),
      ...(q ? { query: q } : {}),
      page,
      pageSize,
    })
    const names = await namesOf(tx, id, rows)
    return { rows: rows.map(row => changeLine(row, names)), total, page, pageSize }
  })
  return Response.json(found satisfies ChangePage)
})
