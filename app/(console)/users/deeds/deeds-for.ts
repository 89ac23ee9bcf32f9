import { type Admin, may } from '@/lib/access/admin'
import type { Permission } from '@/lib/access/permissions'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'
import type { DeedButton } from './deed-buttons'

/** What is offered in which list. */
const offered = {
  unmanaged: ['manage', 'ask', 'leave-apart', 'suspend', 'reactivate'],
  managed: ['suspend', 'reactivate', 'unmanage'],
} as const satisfies Record<string, readonly AccountDeed[]>

/** Management costs a seat. */
export const permissionOf = (deed: AccountDeed): Permission =>
  deed === 'manage' || deed === 'ask' ? 'enrollment.spend' : 'enrollment.sync.approve'

/** The steps of a list that this administrator may take. */
export const deedsFor = (admin: Admin, list: keyof typeof offered): DeedButton[] =>
  offered[list].filter(deed => may(admin, permissionOf(deed))).map(deed => ({ deed }))
