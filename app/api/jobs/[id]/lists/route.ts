import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import type { SurveyedList } from '@/lib/connectors/job-request'
import { listSurveyed } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'

const Query = z.object({
  q: z.string().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  pageSize: z.coerce.number().int().min(1).max(2_000).catch(25),
})

export type ListPage = { rows: SurveyedList[]; total: number }

/** One page of the distribution lists that a survey found. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'job-unknown' }, { status: 404 })
  const { q, page, pageSize } = Query.parse(Object.fromEntries(new URL(request.url).searchParams))
  const found = await inOrganization(admin.organizationId, tx =>
    listSurveyed<SurveyedList>(tx, id, { query: q, page, pageSize }),
  )
  return Response.json(found satisfies ListPage)
})
