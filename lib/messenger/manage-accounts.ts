import { type AuditEvent, recordAudits } from '@/lib/audit/record'
import { lockForManaging, manageAccounts, type NotReady } from '@/lib/store/accounts-manage'
import type { OrganizationTransaction } from '@/lib/store/organization'

/** Whose accounts, who decided it, and what goes into the record with it. */
export type Claim = { ids: readonly string[]; actor: AuditEvent['actor']; details?: Record<string, unknown> }
/** `busy`: a run or somebody else is writing these accounts at this moment; ask again in another transaction. */
export type Claimed = { managed: string[]; notReady: Map<string, NotReady>; busy: string[] }

/**
 * Brings accounts under management, each at most once: whoever is managed already, or may not be, is told with the reason.
 * From then on they are managed whatever a directory says; a run that finds them by its rules links them.
 */
export async function bringUnderManagement(tx: OrganizationTransaction, claim: Claim): Promise<Claimed> {
  const { ids, actor, details = {} } = claim
  const locked = await lockForManaging(tx, ids)
  const ready = locked.filter(({ notReady }) => notReady === null).map(({ id }) => id)
  const managed = await manageAccounts(tx, ready)
  await recordAudits(
    tx,
    managed.map(id => ({ actor, event: 'account.managed', target: { kind: 'account', id }, details })),
  )
  const told = new Set(locked.map(({ id }) => id))
  return {
    managed,
    notReady: new Map(locked.flatMap(({ id, notReady }) => (notReady === null ? [] : [[id, notReady]]))),
    busy: ids.filter(id => !told.has(id)),
  }
}
