import type { Anchor } from '@/lib/directory/anchor'
import type { Change } from './change'
import { decidePerson } from './decide-person'
import type { PersonFacts } from './facts'

/** A change that can only happen when the account that has the wanted address moves to another one. */
export type Claim = {
  anchor: Anchor
  /** The account that would move; null = a new one would be made. */
  accountId: string | null
  /** The account that has the address. */
  waitsFor: string
}

/** The change that would be made if the address were free, when it is an account's; null = nothing waits for an address. */
export function claimOf(facts: PersonFacts): Claim | null {
  const holder = facts.candidates.find(candidate => candidate.emailKey === facts.person.emailKey)
  if (holder === undefined) return null
  const change = decidePerson({ ...facts, addressFreed: true })
  if (change === null || !takesAddress(change, holder.emailKey)) return null
  return { anchor: change.anchor, accountId: change.accountId, waitsFor: holder.id }
}

const takesAddress = ({ after }: Change, address: string): boolean => after?.email === address

/**
 * Which claims can be met: those that lead, however far, to an account that leaves its address for a free one, or back to
 * themselves. Chains and circles of any length settle at once; whoever wants the address of somebody who stays does not move.
 * @param leaves accounts that other changes of the plan move to addresses that nobody has
 * @returns for each claim that is met, the claim that names its group: a group moves together or not at all
 */
export function settleAddresses(claims: readonly Claim[], leaves: ReadonlySet<string>): Map<Anchor, Anchor> {
  const byAccount = new Map(claims.flatMap(claim => (claim.accountId === null ? [] : [[claim.accountId, claim]])))
  const settled = new Map<Claim, Anchor | null>()
  for (const start of claims) {
    const path = new Set<Claim>()
    let at: Claim | undefined = start
    while (at !== undefined && !settled.has(at) && !path.has(at)) {
      path.add(at)
      at = leaves.has(at.waitsFor) ? undefined : byAccount.get(at.waitsFor)
    }
    const group = groupOf([...path], at, settled, leaves)
    for (const claim of path) settled.set(claim, group)
  }
  return new Map([...settled].flatMap(([{ anchor }, group]) => (group === null ? [] : [[anchor, group]])))
}

/** @param end where the path met itself or one that was settled before; undefined = it left the claims */
function groupOf(
  path: readonly Claim[],
  end: Claim | undefined,
  settled: ReadonlyMap<Claim, Anchor | null>,
  leaves: ReadonlySet<string>,
): Anchor | null {
  if (end !== undefined && settled.has(end)) return settled.get(end) ?? null
  if (end !== undefined) return smallest(path.slice(path.indexOf(end)))
  const last = path.at(-1)
  return last !== undefined && leaves.has(last.waitsFor) ? last.anchor : null
}

const smallest = (claims: readonly Claim[]): Anchor =>
  claims.map(claim => claim.anchor).reduce((least, anchor) => (anchor < least ? anchor : least))
