import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import type { SurveyedList } from '@/lib/connectors/job-request'
import { listSurveyed, readDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'

const Query = z.object({
  q: z.string().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  pageSize: z.coerce.number().int().min(1).max(2_000).catch(25),
})

export type ListPage = { rows: SurveyedList[]; total: number }

/** One page of the distribution lists that a survey found. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const { q, page, pageSize } = Query.parse(Object.fromEntries(new URL(request.url).searchParams))
  const found = await inOrganization(admin.organizationId, async tx => {
    // A survey is deleted after an hour: that is no directory without lists.
    const job = await readDirectoryJob(tx, id)
    return job && listSurveyed<SurveyedList>(tx, id, { query: q, page, pageSize })
  })
  return found ? Response.json(found satisfies ListPage) : unknown()
})

const unknown = () => Response.json({ code: 'job-unknown' }, { status: 404 })
