import { type Admin, may } from '@/lib/access/admin'
import type { Permission } from '@/lib/access/permissions'
import type { TeamDeed } from '@/lib/teams/moves'
import type { TeamsList } from '../load-teams'

/** What is offered in which list. */
const offered: Record<TeamsList, readonly TeamDeed[]> = {
  unmanaged: ['ask-owner', 'bring-in', 'leave-alone', 'take-up', 'withdraw'],
  managed: ['suspend', 'activate', 'unmanage'],
}

/** Whoever brings teams in spends money. */
export const permissionOf = (deed: TeamDeed): Permission =>
  deed === 'bring-in' ? 'enrollment.spend' : 'enrollment.sync.approve'

/** The steps that this administrator may take with the teams of a list. */
export const deedsFor = (admin: Admin, list: TeamsList): TeamDeed[] =>
  may(admin, 'enrollment.sync.approve') ? offered[list].filter(deed => may(admin, permissionOf(deed))) : []
