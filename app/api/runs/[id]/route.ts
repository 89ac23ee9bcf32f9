import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { loadRunView } from './load-run-view'

/** A run as its page shows it, polled while it is at work. */
export const GET = adminRoute<{ id: string }>('enrollment.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'run-unknown' }, { status: 404 })
  const view = await inOrganization(admin.organizationId, async tx => {
    const organization = await readOrganization(tx)
    return loadRunView(tx, id, organization?.timeZone ?? 'UTC')
  })
  return view ? Response.json(view) : Response.json({ code: 'run-unknown' }, { status: 404 })
})
