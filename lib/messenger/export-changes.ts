import { randomUUID } from 'node:crypto'
import { verifiedDomains } from '@/lib/store/domains'
import { type AccountExport, exportKinds, requestLateManagers, takeAccountExports } from '@/lib/store/exported-accounts'
import { requestListExports } from '@/lib/store/exported-groups'
import { finishExports, saveExported, saveRemoteObject } from '@/lib/store/exported-objects'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { claimOutbox, giveBackOutbox, type OutboxMessage } from '@/lib/store/outbox'
import type { Difference } from '@/lib/store/remote-drift'
import { updateRemoteMessenger } from '@/lib/store/remote-messenger'
import { type ExportPolicy, exportAccount } from './export-account'
import { exportLists } from './export-lists'
import { MessengerFault } from './fault'
import type { AccountValues } from './messenger'
import type { Session } from './session'
import { asFault, idOf, messageLease, type Progress, settleFault } from './settle-fault'

/** Accounts written at the same time, and messages taken for that. */
const atOnce = 8
const taken = 200

/**
 * Brings what changed here to the other Messenger: accounts first, then the managers who came after their people, then
 * lists. It ends when nothing is due, when the Messenger wants peace, or when the worker is to stop.
 */
export async function exportChanges(session: Session): Promise<void> {
  const { failures, failingSince } = session.row
  const progress: Progress = { failures, isFailing: failingSince !== null, exported: 0, isPaused: false }
  await exportAccounts(session, progress)
  if (progress.exported > 0 && !progress.isPaused) {
    const late = await session.fenced(tx => requestLateManagers(tx, `managers:${randomUUID()}`))
    if (late > 0) await exportAccounts(session, progress)
    await session.fenced(tx => requestListExports(tx, null))
  }
  if (!progress.isPaused) await exportLists(session, progress)
}

async function exportAccounts(session: Session, progress: Progress): Promise<void> {
  const policy = await policyOf(session)
  while (!session.signal.aborted && !progress.isPaused) {
    const { messages, accounts } = await session.fenced(takeBatch)
    if (messages.length === 0) return
    await session.failpoint('claimed')
    await exportBatch(session, messages, accounts, policy, progress)
  }
}

/** Several at a time; when the Messenger wants peace in the middle, the others are given back. */
async function exportBatch(
  session: Session,
  messages: readonly OutboxMessage[],
  accounts: readonly AccountExport[],
  policy: ExportPolicy,
  progress: Progress,
): Promise<void> {
  const byObject = Map.groupBy(messages, idOf)
  const left = [...accounts]
  const hand = async () => {
    while (!session.signal.aborted && !progress.isPaused) {
      const facts = left.shift()
      if (!facts) return
      await exportOne(session, facts, byObject.get(facts.id) ?? [], policy, progress)
    }
  }
  // Every one is awaited, so that nothing is under way when the session ends.
  const hands = await Promise.allSettled(Array.from({ length: atOnce }, hand))
  const broken = hands.find(one => one.status === 'rejected')
  if (broken) throw broken.reason
  const untried = left.flatMap(({ id }) => (byObject.get(id) ?? []).map(message => message.id))
  if (untried.length > 0) await session.fenced(tx => giveBackOutbox(tx, untried))
}

async function takeBatch(tx: OrganizationTransaction) {
  const messages = await claimOutbox(tx, [exportKinds.account], { limit: taken, leaseSeconds: messageLease })
  const accounts = messages.length === 0 ? [] : await takeAccountExports(tx, [...new Set(messages.map(idOf))])
  return { messages, accounts }
}

function policyOf({ fenced, row }: Session): Promise<ExportPolicy> {
  return fenced(async tx => {
    const domains = new Set(row.verifiesAddresses ? await verifiedDomains(tx) : [])
    const mayLink = (address: string) => domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
    return { drift: row.drift, hasVersions: row.hasVersions, mayLink }
  })
}

async function exportOne(
  session: Session,
  facts: AccountExport,
  messages: readonly OutboxMessage[],
  policy: ExportPolicy,
  progress: Progress,
): Promise<void> {
  const outcome = await exportAccount(session.messenger, facts, policy).catch(asFault)
  await session.failpoint('answered')
  if (outcome instanceof MessengerFault)
    return settleFault(session, { kind: 'account', id: facts.id }, messages, outcome, progress)
  const { wanted, remote, left, putRight } = outcome
  await session.fenced(async tx => {
    if (remote) {
      const { id: remoteId, version, values, emails, phoneNumbers } = remote
      const externalId = String(values.externalId ?? '') || null
      await saveRemoteObject(tx, {
        kind: 'account',
        remoteId,
        version,
        externalId,
        facts: { values, emails, phoneNumbers },
      })
    }
    const settled = withoutLeft(remote?.values ?? {}, left, facts.settled)
    await saveExported(tx, 'account', facts.id, {
      ...{ remoteId: remote?.id ?? null, exported: wanted, settled, left, putRight },
    })
    await finishExports(
      tx,
      'account',
      facts.id,
      messages.map(({ id }) => id),
    )
    if (progress.failures > 0 || progress.isFailing)
      await updateRemoteMessenger(tx, { failures: 0, trouble: null, failingSince: null })
  })
  progress.failures = 0
  progress.isFailing = false
  progress.exported += 1
}

/** What is left as somebody changed it there stays known as changed: it settled as something else. */
function withoutLeft(values: AccountValues, left: readonly Difference[], settled: AccountExport['settled']) {
  const fields = new Set(left.map(({ field }) => field))
  const kept = ([field]: [string, unknown]) => fields.has(field)
  const ours = Object.entries(settled ?? {}).filter(kept)
  return Object.fromEntries([...Object.entries(values).filter(one => !kept(one)), ...ours])
}
