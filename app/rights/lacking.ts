import { say } from '@/app/messages/say'
import type { Admin } from '@/lib/access/admin'
import { type Permission, permissions, rolesThat } from '@/lib/access/permissions'
import type { AdministratorRole } from '@/lib/store/administrators'
import { spokenLocale } from '@/lib/words/language'

/** What somebody may not do, each with the sentence that says what it would take. */
export type Lacking = Partial<Record<Permission, string>>

export const roleName = (role: AdministratorRole): string => say(`rights.role.${role}`)

/** @param names those who give roles */
export const lackingOf = (admin: Admin, names: readonly string[]): Lacking =>
  Object.fromEntries(
    permissions
      .filter(permission => !admin.permissions.includes(permission))
      .map(permission => [permission, lackingText(admin.role, permission, names)]),
  )

export function lackingText(role: AdministratorRole, permission: Permission, names: readonly string[]): string {
  const needed = rolesThat(permission).map(roleName)
  // There is one Primary Master Admin, and nobody is given that role for a single task.
  const given = needed.length > 1 ? needed.slice(1) : needed
  return say(`rights.lacking.${permission.split('.').slice(1).join('-') as Tail<Permission>}`, {
    role: roleName(role),
    roles: new Intl.ListFormat(spokenLocale(), { type: 'disjunction' }).format(given),
    names: names.length > 0 ? new Intl.ListFormat(spokenLocale(), { type: 'disjunction' }).format(names) : 'nobody',
  })
}

/** A permission as keys of messages have it: dots part keys. */
type Tail<P extends string> = P extends `enrollment.${infer Area}.${infer Deed}`
  ? `${Area}-${Deed}`
  : P extends `enrollment.${infer Deed}`
    ? Deed
    : never
