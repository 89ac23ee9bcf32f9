import 'server-only'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type AdministratorRole, readAdministrator } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import { askedLanguage } from './asked-language'
import { type Permission, rolePermissions } from './permissions'
import { readSession } from './session'

/** Who is signed in, as of now. */
export type Admin = {
  organizationId: string
  administratorId: string
  email: string
  displayName: string
  role: AdministratorRole
  permissions: readonly Permission[]
}

/**
 * Who is signed in, or null. The row is read each time, so that disabling an administrator, changing a role and ending
 * sessions act at once; within one page it is read once.
 */
export const currentAdmin: () => Promise<Admin | null> = cache(async () => {
  const session = await readSession()
  if (!session) return null
  const row = await inOrganization(session.organizationId, tx => readAdministrator(tx, session.administratorId))
  if (!row || row.disabled || row.sessionVersion !== session.sessionVersion) return null
  return {
    organizationId: row.organizationId,
    administratorId: row.id,
    email: row.email,
    displayName: row.displayName,
    role: row.role,
    permissions: rolePermissions[row.role],
  }
})

export const may = (admin: Admin, permission: Permission): boolean => admin.permissions.includes(permission)

/** For pages: whoever is not signed in goes to the sign-in page, whoever may not see this to the page that says so. */
export async function requireAdmin(permission: Permission): Promise<Admin> {
  await askedLanguage()
  const admin = await currentAdmin()
  if (!admin) redirect('/sign-in')
  if (!may(admin, permission)) redirect(`/no-access?needs=${permission}`)
  return admin
}
