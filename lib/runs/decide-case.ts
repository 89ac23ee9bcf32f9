import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { readAdministrator } from '@/lib/store/administrators'
import { type JoinCase, readCase } from '@/lib/store/join-cases'
import { storeDecision } from '@/lib/store/join-decisions'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { holderOf, type JoinChoice } from '@/lib/sync/join-question'
import { actorOf } from './actor'

export type DecideCase = {
  connectorId: string
  /** Of the person. */
  anchor: string
  choice: JoinChoice
  /** Of `link`: the account. */
  accountId: string | null
  /** Of what the person who decides has seen. */
  evidenceHash: string
  reason: string
  /** An administrator's id, or the operator's name. */
  decidedBy: string
}

/**
 * Stores what an administrator decides about somebody whom the rules cannot join; the next plan takes it up.
 * Faults: `case-closed`, `case-changed`, `address-held`, `choice-impossible`, `decision-reason-missing`.
 */
export function decideCase(organizationId: string, decision: DecideCase): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const found = await readCase(tx, decision.connectorId, decision.anchor)
    if (!found) return refused('case-closed')
    if (found.evidenceHash !== decision.evidenceHash) return refused('case-changed', { name: found.displayName })
    const holder = decision.choice === 'create' ? holderOf(found) : null
    if (holder) return refused('address-held', { address: holder.address, account: holder.displayName }, 'choice')
    if (!isPossible(found, decision)) return refused('choice-impossible', {}, 'choice')
    if (decision.reason.trim() === '') return refused('decision-reason-missing', {}, 'reason')
    await store(tx, found, decision)
    return done(null)
  })
}

function isPossible({ candidates, mayCreate }: JoinCase, { choice, accountId }: DecideCase): boolean {
  if (choice === 'create') return mayCreate
  return choice === 'leave-apart' || candidates.some(one => one.accountId === accountId && one.mayLink)
}

async function store(tx: OrganizationTransaction, found: JoinCase, decision: DecideCase): Promise<void> {
  const { connectorId, anchor, choice, evidenceHash, decidedBy } = decision
  const accountId = choice === 'link' ? decision.accountId : null
  const reason = decision.reason.trim()
  const actor = actorOf(decidedBy)
  const administrator = actor.kind === 'administrator' ? await readAdministrator(tx, decidedBy) : null
  await storeDecision(tx, {
    ...{ connectorId, anchor, choice, accountId, evidenceHash, reason, decidedBy },
    evidence: [...found.candidates],
    decidedByName: administrator?.displayName ?? decidedBy,
  })
  await recordAudit(tx, {
    actor,
    event: 'join.decided',
    target: { kind: 'directory-person', id: anchor },
    details: {
      ...{ connectorId, name: found.displayName, choice, accountId, reason, evidenceHash },
      because: found.because,
      candidates: found.candidates,
    },
  })
}
