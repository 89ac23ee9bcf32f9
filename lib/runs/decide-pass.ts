import { insertChanges, type NewChangeRow } from '@/lib/store/changes'
import { eachPersonFacts, type StoredPersonFacts } from '@/lib/store/mapped-people'
import { type Change, isAction } from '@/lib/sync/change'
import { decidePerson } from '@/lib/sync/decide-person'
import type { CandidateFacts, PersonFacts } from '@/lib/sync/facts'
import { type KeptFacts, keepFacts } from '@/lib/sync/kept-facts'
import { phaseOf } from '@/lib/sync/phase'
import { changeHash } from '@/lib/sync/plan-hash'
import type { Shield } from '@/lib/sync/protect-account'
import { type Planning, pageSize } from './planning'
import { fenced, reading } from './run-work'

/** Second and third pass for the people read: facts by one set statement, decisions one by one, rows for what happens. */
export async function decidePass(planning: Planning): Promise<void> {
  const { work, run } = planning
  const request = { runId: work.runId, connectorId: run.connectorId, actingFor: run.requestedBy, pageSize }
  await reading(work, facts =>
    eachPersonFacts(facts, request, async page => {
      const rows = page.map(stored => decide(planning, withSettings(planning, stored)))
      const stored = rows.filter(row => row !== null)
      await fenced(work, tx => insertChanges(tx, work.runId, stored))
      await work.failpoint?.('page-decided')
    }),
  )
}

/** What the settings say about the person and about each account that may be concerned. */
export function withSettings(
  { settings, mapping, shields }: Pick<Planning, 'settings' | 'mapping' | 'shields'>,
  stored: StoredPersonFacts,
): PersonFacts {
  const { joined, candidates } = stored
  return {
    ...stored,
    joined: joined && { ...joined, account: { ...joined.account, shield: shields(joined.account) } },
    candidates: candidates.map(candidate => withShield(candidate, shields(candidate))),
    leaving: settings.leaving,
    policies: mapping.policies,
  }
}

/** An account that is left as it is does not move to another address either. */
const withShield = (candidate: CandidateFacts, shield: Shield | null): CandidateFacts => ({
  ...candidate,
  shield,
  releasesAddress: candidate.releasesAddress && shield?.effect !== 'leave-as-is',
})

function decide({ tally }: Planning, facts: PersonFacts): NewChangeRow | null {
  const change = decidePerson(facts)
  tally.read({ change, joined: facts.joined, unit: facts.unit, inScope: facts.placement === 'in' })
  const freesAddress = change?.after?.email !== undefined && facts.candidates.length === 0
  return change === null ? null : toRow(change, keepFacts(facts), freesAddress)
}

/** A row as the plan begins with it; the gate may hold it afterwards. */
export const toRow = (change: Change, facts: KeptFacts | null, freesAddress = false): NewChangeRow => ({
  ...change,
  facts,
  hash: changeHash(change),
  state: isAction(change.kind) ? 'planned' : 'noted',
  phase: phaseOf(change, freesAddress),
})
