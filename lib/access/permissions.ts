import * as z from 'zod'
import type { AdministratorRole } from '@/lib/store/administrators'

export const permissions = [
  'enrollment.read',
  'enrollment.sync.configure',
  'enrollment.sync.run',
  'enrollment.sync.approve',
  'enrollment.audit.read',
  'enrollment.settings.read',
  'enrollment.settings.write',
  /** Lets more happen without asking; whoever configures may lower the limits. */
  'enrollment.safety.raise',
  /** Commits the organization to a cost. */
  'enrollment.spend',
] as const
export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>

const reading = ['enrollment.read', 'enrollment.audit.read', 'enrollment.settings.read'] as const

/** What each role may do: an approver reads and decides, an operator also configures and runs. */
export const rolePermissions: Record<AdministratorRole, readonly Permission[]> = {
  'primary-master-admin': permissions,
  'enterprise-admin': permissions.filter(permission => permission !== 'enrollment.safety.raise'),
  operator: [...reading, 'enrollment.sync.configure', 'enrollment.sync.run', 'enrollment.sync.approve'],
  approver: [...reading, 'enrollment.sync.approve'],
  auditor: reading,
}

/** The roles that may do something. */
export const rolesThat = (permission: Permission): AdministratorRole[] =>
  (Object.keys(rolePermissions) as AdministratorRole[]).filter(role => rolePermissions[role].includes(permission))
