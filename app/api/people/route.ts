import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { toScimUser } from '@/lib/messenger/scim-user'
import { listManagedAccounts } from '@/lib/store/accounts'
import { inOrganization } from '@/lib/store/organization'

const listResponse = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

const Query = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  pageSize: z.coerce.number().int().min(1).max(1000).catch(100),
  q: z.string().max(200).optional().catch(undefined),
})

/** The managed people in SCIM's words (RFC 7644 §3.4.2), in pages: `page` counts from 1, `pageSize` is at most 1,000. */
export const GET = adminRoute('enrollment.read', async (request, admin) => {
  const { page, pageSize, q } = Query.parse(Object.fromEntries(new URL(request.url).searchParams))
  const { rows, total } = await inOrganization(admin.organizationId, tx =>
    listManagedAccounts(tx, { ...(q ? { query: q } : {}), page, pageSize }),
  )
  return Response.json({
    schemas: [listResponse],
    totalResults: total,
    startIndex: (page - 1) * pageSize + 1,
    itemsPerPage: rows.length,
    Resources: rows.map(account => toScimUser(account, account)),
  })
})
