import type { Anchor } from '@/lib/directory/anchor'
import { insertChanges, type NewChangeRow } from '@/lib/store/changes'
import { readMovingAccounts } from '@/lib/store/changes-waiting'
import { eachPersonFacts, type StoredPersonFacts } from '@/lib/store/mapped-people'
import { type Change, isAction } from '@/lib/sync/change'
import { decidePerson } from '@/lib/sync/decide-person'
import type { PersonFacts } from '@/lib/sync/facts'
import { type KeptFacts, keepFacts } from '@/lib/sync/kept-facts'
import { phaseOf } from '@/lib/sync/phase'
import { changeHash } from '@/lib/sync/plan-hash'
import { type Claim, claimOf, settleAddresses } from '@/lib/sync/settle-addresses'
import { type Planning, pageSize } from './planning'
import { fenced, reading } from './run-work'
import { writingBehind } from './write-behind'

/**
 * Second and third pass for the people read: facts by one set statement, decisions one by one, rows for what happens.
 * Whoever wants an address that another account has is decided once it is known which of those move away.
 */
export async function decidePass(planning: Planning): Promise<void> {
  const claims: Claim[] = []
  await eachPageOfRows(planning, {}, stored => {
    const facts = withSettings(planning, stored)
    const claim = claimOf(facts)
    if (claim === null) return decide(planning, facts, null)
    claims.push(claim)
    return null
  })
  if (claims.length === 0) return
  const groups = settleAddresses(claims, await accountsThatLeave(planning, claims))
  await eachPageOfRows(planning, { anchors: claims.map(claim => claim.anchor) }, stored => {
    const group = groups.get(stored.person.anchor)
    const facts = withSettings(planning, stored, group !== undefined)
    const claim = claimOf(facts)
    return decide(planning, facts, claim && group ? { ...claim, group } : null)
  })
}

async function eachPageOfRows(
  { work, run, settings }: Planning,
  some: { anchors?: readonly Anchor[] },
  rowOf: (facts: StoredPersonFacts) => NewChangeRow | null,
): Promise<void> {
  const request = {
    runId: work.runId,
    connectorId: run.connectorId,
    actingFor: run.requestedBy,
    pageSize,
    ...some,
    rules: settings.joining.rules,
  }
  await writingBehind(begin =>
    reading(work, facts =>
      eachPersonFacts(facts, request, page => {
        const rows = page.map(rowOf).filter(row => row !== null)
        return begin(async () => {
          await fenced(work, tx => insertChanges(tx, work.runId, rows))
          await work.failpoint?.('page-decided')
        })
      }),
    ),
  )
}

const accountsThatLeave = ({ work }: Planning, claims: readonly Claim[]): Promise<ReadonlySet<string>> =>
  reading(work, tx =>
    readMovingAccounts(
      tx,
      work.runId,
      claims.map(claim => claim.waitsFor),
    ),
  )

/** What the settings say about the person and about each account that may be concerned. */
export function withSettings(
  { settings, mapping, shields }: Pick<Planning, 'settings' | 'mapping' | 'shields'>,
  stored: StoredPersonFacts,
  addressFreed = false,
): PersonFacts {
  const { joined, candidates } = stored
  return {
    ...stored,
    joined: joined && { ...joined, account: { ...joined.account, shield: shields(joined.account) } },
    candidates: candidates.map(candidate => ({ ...candidate, shield: shields(candidate) })),
    addressFreed,
    leaving: settings.leaving,
    policies: mapping.policies,
    rules: settings.joining.rules,
  }
}

type MetClaim = Claim & { group: Anchor }

function decide({ tally }: Planning, facts: PersonFacts, met: MetClaim | null): NewChangeRow | null {
  const change = decidePerson(facts)
  tally.read({ change, joined: facts.joined, unit: facts.unit, inScope: facts.placement === 'in' })
  return change === null ? null : { ...toRow(change, keepFacts(facts), met), parent: facts.parent }
}

/** A row as the plan begins with it; the gate may hold it afterwards. */
export const toRow = (change: Change, facts: KeptFacts | null, met: MetClaim | null = null): NewChangeRow => ({
  ...change,
  facts,
  hash: changeHash(change),
  state: isAction(change.kind) ? 'planned' : 'noted',
  phase: phaseOf(change, met !== null),
  waitsFor: met?.waitsFor ?? null,
  movesWith: change.accountId === null ? null : (met?.group ?? null),
  parent: null,
})
