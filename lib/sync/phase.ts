import { type Change, isRemoval } from './change'

/**
 * The order in which a plan is carried out: release → deactivate and suspend → updates to an address that nobody holds
 * (they free one) → additions and links → all other updates and reactivations. 0 = not an action.
 * @param addressHeld another account still holds the address this change needs (`candidates` was not empty)
 */
export function phaseOf(change: Pick<Change, 'kind' | 'after'>, addressHeld: boolean): number {
  if (change.kind === 'release') return 1
  if (isRemoval(change.kind)) return 2
  switch (change.kind) {
    case 'update':
    case 'reactivate':
      return change.after?.email !== undefined && !addressHeld ? 3 : 5
    case 'add':
    case 'link':
      return 4
    default:
      return 0
  }
}
