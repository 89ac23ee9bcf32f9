import type { OrganizationTransaction } from '@/lib/store/organization'
import { countTeams } from '@/lib/store/teams-list'
import { countUnmanaged } from '@/lib/store/unmanaged-list'

/** About how many unmanaged people and teams nobody has decided anything. */
export type ToReview = { users: number; teams: number }

export const countToReview = async (tx: OrganizationTransaction): Promise<ToReview> => ({
  users: await countUnmanaged(tx, { review: 'not-asked' }),
  teams: await countTeams(tx, { managed: false, management: 'found' }),
})
