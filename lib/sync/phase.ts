import { type Change, isRemoval } from './change'

/**
 * The order in which a plan is carried out: release → deactivate and suspend → updates to an address that nobody holds
 * (they free one) → additions and links → all other updates and reactivations. 0 = not an action.
 * @param freesAddress the change moves an account to another address, and nobody holds that one
 */
export function phaseOf(change: Pick<Change, 'kind'>, freesAddress: boolean): number {
  if (change.kind === 'release') return 1
  if (isRemoval(change.kind)) return 2
  switch (change.kind) {
    case 'update':
    case 'reactivate':
      return freesAddress ? 3 : 5
    case 'add':
    case 'link':
      return 4
    default:
      return 0
  }
}
