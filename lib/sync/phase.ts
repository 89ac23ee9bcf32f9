import { type Change, isRemoval } from './change'

/**
 * The order in which a plan is carried out: release → deactivate and suspend → moves to an address that nobody has → moves
 * that wait for those or for one another → additions and links → all other updates and reactivations. 0 = not an action.
 * @param waits the address that the change needs is another account's, which moves in the same plan
 */
export function phaseOf(
  { kind, accountId, after }: Pick<Change, 'kind' | 'accountId' | 'after'>,
  waits: boolean,
): number {
  if (kind === 'release') return 1
  if (isRemoval(kind)) return 2
  const moves = accountId !== null && after?.email !== undefined
  switch (kind) {
    case 'add':
    case 'link':
    case 'update':
    case 'reactivate':
      if (moves) return waits ? 4 : 3
      return kind === 'add' || kind === 'link' ? 5 : 6
    default:
      return 0
  }
}
