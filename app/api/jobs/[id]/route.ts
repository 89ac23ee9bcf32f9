import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { readJob } from '@/lib/connectors/directory-jobs'
import { jobView } from './job-view'

/** Test Connection's progress, or the units that a browse found. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'job-unknown' }, { status: 404 })
  const job = await readJob(admin.organizationId, id)
  if (!job.ok) return Response.json({ code: 'job-unknown' }, { status: 404 })
  return Response.json(jobView(job.value))
})
