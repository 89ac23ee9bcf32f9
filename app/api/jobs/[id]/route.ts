import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { readJob } from '@/lib/connectors/directory-jobs'
import { inOrganization } from '@/lib/store/organization'
import { managedNames } from '@/lib/store/person-names'
import { historyOf } from './history-of'
import { jobView, namesWanted, peopleChecked } from './job-view'

/** Test Connection's progress, the units that a browse found, or the people whom a check found. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'job-unknown' }, { status: 404 })
  const job = await readJob(admin.organizationId, id)
  if (!job.ok) return Response.json({ code: 'job-unknown' }, { status: 404 })
  const { names, history } = await inOrganization(admin.organizationId, async tx => ({
    names: await managedNames(tx, namesWanted(job.value)),
    history: await historyOf(tx, peopleChecked(job.value)),
  }))
  return Response.json(jobView(job.value, names, history))
})
