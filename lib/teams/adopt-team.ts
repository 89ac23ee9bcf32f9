import { recordAudit } from '@/lib/audit/record'
import { bringUnderManagement, type Claimed } from '@/lib/messenger/manage-accounts'
import { outboxMessage } from '@/lib/notify/message'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import {
  type Adoption,
  finishAdoption,
  lockWaitingMembers,
  readAdoption,
  readProgress,
  settleMembers,
  type WaitingMember,
} from '@/lib/store/team-adoptions'
import { updateTeam } from '@/lib/store/teams'

const membersAtOnce = 500

export type AdoptionWork = {
  organizationId: string
  adoptionId: string
  stopping?: AbortSignal
  /** Members in one transaction. */
  batch?: number
  /** Called after each commit; a test throws from it to stand in for a killed worker. */
  failpoint?: (settled: number) => void | Promise<void>
}

/**
 * Carries an adoption on: in each transaction some of the members who wait come under management, and a mail for each is left
 * in the outbox. Whoever dies leaves the others waiting; two at once take different members. Members whom a run is writing at
 * this moment wait for the next visit.
 * @returns whether the adoption is over
 */
export async function adoptTeam(work: AdoptionWork): Promise<boolean> {
  const { organizationId, adoptionId, stopping, batch = membersAtOnce, failpoint } = work
  for (;;) {
    if (stopping?.aborted) return false
    const step = await inOrganization(organizationId, tx => takeStep(tx, adoptionId, batch))
    if (step === 'over') return true
    if (step === 0) return false
    await failpoint?.(step)
  }
}

async function takeStep(tx: OrganizationTransaction, adoptionId: string, batch: number): Promise<number | 'over'> {
  const adoption = await readAdoption(tx, adoptionId)
  if (!adoption || adoption.finishedAt) return 'over'
  const waiting = await lockWaitingMembers(tx, adoption.teamId, batch)
  if (waiting.length === 0) return (await end(tx, adoption)) ? 'over' : 0
  return settle(tx, adoption, waiting)
}

/** @returns how many of them came to an end */
async function settle(
  tx: OrganizationTransaction,
  { id: adoptionId, teamId, committedBy }: Adoption,
  waiting: readonly WaitingMember[],
): Promise<number> {
  const claimed = await bringUnderManagement(tx, {
    ids: waiting.flatMap(({ accountId }) => accountId ?? []),
    actor: { kind: 'administrator', id: committedBy },
    details: { teamId, adoptionId },
    seated: true,
  })
  const settled = waiting.flatMap(member => outcomeOf(member, claimed))
  await settleMembers(tx, teamId, settled)
  await insertOutbox(
    tx,
    settled.map(({ id }) => letterTo(adoptionId, id)),
  )
  return settled.length
}

/** Whoever is managed already came along; nothing is said yet about an account that somebody else is writing. */
function outcomeOf({ id, accountId }: WaitingMember, { busy, notReady }: Claimed) {
  if (accountId === null) return [{ id, because: null }]
  if (busy.includes(accountId)) return []
  const because = notReady.get(accountId) ?? null
  return [{ id, because: because === 'already-managed' ? null : because }]
}

const letterTo = (adoptionId: string, memberId: string) =>
  outboxMessage(null, 'mail', `mail:team-adopted:${adoptionId}:${memberId}`, {
    ...{ template: 'team-adopted', adoptionId, memberId },
  })

async function end(tx: OrganizationTransaction, { id, teamId, committedBy }: Adoption): Promise<boolean> {
  const { waiting, done, notReady } = await readProgress(tx, teamId)
  // Somebody else has the last ones in hand, and will come to the end.
  if (waiting > 0) return false
  if (!(await finishAdoption(tx, id))) return true
  await updateTeam(tx, teamId, { management: 'managed', managementAt: new Date() })
  await recordAudit(tx, {
    actor: { kind: 'administrator', id: committedBy },
    event: 'team.managed',
    target: { kind: 'team', id: teamId },
    details: { adoptionId: id, members: done, notReady },
  })
  return true
}
