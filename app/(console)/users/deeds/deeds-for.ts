import { type Admin, may } from '@/lib/access/admin'
import type { Permission } from '@/lib/access/permissions'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'
import type { Review } from '@/lib/store/unmanaged-list'
import type { DeedButton } from './deed-buttons'

const access = ['suspend', 'reactivate'] as const
const decided = ['manage', 'ask', 'consider-again', ...access] as const
/** What is offered to unmanaged people whose review has come so far. */
const offeredAfter: Record<Review, readonly AccountDeed[]> = {
  'not-asked': ['manage', 'ask', 'leave-apart', ...access],
  asked: ['manage', 'ask-again', 'withdraw', 'leave-apart', ...access],
  declined: decided,
  expired: decided,
  'left-apart': decided,
}

/** Management costs a seat. */
export const permissionOf = (deed: AccountDeed): Permission =>
  deed === 'manage' || deed === 'ask' ? 'enrollment.spend' : 'enrollment.sync.approve'

/** The steps that this administrator may take with managed people, or with unmanaged ones of a state of review. */
export function deedsFor(admin: Admin, list: 'managed' | 'unmanaged', review: Review = 'not-asked'): DeedButton[] {
  const offered = list === 'managed' ? ([...access, 'unmanage'] as const) : offeredAfter[review]
  return offered.filter(deed => may(admin, permissionOf(deed))).map(deed => ({ deed }))
}
