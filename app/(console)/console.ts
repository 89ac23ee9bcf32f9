import { cache } from 'react'
import { type Admin, requireAdmin } from '@/lib/access/admin'
import type { Permission } from '@/lib/access/permissions'
import { inOrganization } from '@/lib/store/organization'
import { type Organization, readOrganization } from '@/lib/store/organizations'

export type Console = { admin: Admin; organization: Organization }

/** Who is here and for which organization; sends strangers to sign-in. Asked once per request and permission. */
export const openConsole = cache(async (permission: Permission): Promise<Console> => {
  const admin = await requireAdmin(permission)
  const organization = await inOrganization(admin.organizationId, readOrganization)
  if (!organization) throw new Error(`Organization ${admin.organizationId} does not exist`)
  return { admin, organization }
})
