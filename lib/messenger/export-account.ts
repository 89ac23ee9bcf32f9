import type { DriftPolicy } from '@/lib/settings/messenger'
import type { AccountExport } from '@/lib/store/exported-accounts'
import type { Difference } from '@/lib/store/remote-drift'
import { difference } from './difference'
import { MessengerFault } from './fault'
import type { AccountValues, ManagedField, Messenger, MessengerAccount } from './messenger'
import { asAccount } from './own-messenger'
import { driftedFields, fieldsToWrite, type LastExport } from './scim/differences'

export type ExportPolicy = {
  drift: DriftPolicy
  hasVersions: boolean
  /** Whether an account that is there under the address may be taken for this one. */
  mayLink: (address: string) => boolean
}
/** What is there afterwards; null = nothing is, and nothing should be. */
export type Exported = { wanted: AccountValues; remote: MessengerAccount | null } & Reconciled
/** What somebody had changed there: what is so still, and what was put right. */
type Reconciled = { left: Difference[]; putRight: Difference[] }
type Written = { remote: MessengerAccount | null } & Reconciled
const asWanted: Reconciled = { left: [], putRight: [] }

/** So many times an account that changes under our hands is read and written again at once. */
const rounds = 3

/**
 * Brings one account over there to what it is here. It may be called again after any interruption: what may have been created
 * is looked for before it is created, and what is there already is not written again.
 * @throws MessengerFault
 */
export async function exportAccount(
  messenger: Messenger,
  facts: AccountExport,
  policy: ExportPolicy,
): Promise<Exported> {
  const wanted = wantedOf(facts)
  if (wanted.userName === undefined) throw new MessengerFault('scim-no-address')
  const known = remoteOf(facts)
  if (known === null) return { wanted, ...(await create(messenger, facts, wanted, policy)) }
  try {
    return { wanted, ...(await write(messenger, await fresh(messenger, known, policy), facts, wanted, policy)) }
  } catch (error) {
    if (!isFault(error, 'scim-gone')) throw error
    return { wanted, ...(await create(messenger, { ...facts, wasCreating: true, ...nothingExported }, wanted, policy)) }
  }
}

const nothingExported = { exported: null, settled: null }
const isFault = (error: unknown, code: MessengerFault['code']): boolean =>
  error instanceof MessengerFault && error.code === code

/** The account as our Messenger has it, under our own id, and with the manager's account over there. */
const wantedOf = ({ account, manager }: AccountExport): AccountValues =>
  asAccount({ ...account, version: '', externalId: account.id, manager }).values

/** What was stored of it was parsed before it was. */
function remoteOf({ remoteId, facts, version }: AccountExport): MessengerAccount | null {
  if (remoteId === null) return null
  const known = facts as Pick<MessengerAccount, 'values' | 'emails' | 'phoneNumbers'> | null
  return { id: remoteId, version, ...(known ?? { values: {}, emails: [], phoneNumbers: [] }) }
}

/** Where versions are kept nothing is written over one that we have not seen. */
const fresh = async (messenger: Messenger, known: MessengerAccount, { hasVersions }: ExportPolicy) =>
  hasVersions && known.version === null ? messenger.readAccount(known.id) : known

async function write(
  messenger: Messenger,
  from: MessengerAccount,
  { exported, settled }: AccountExport,
  wanted: AccountValues,
  { drift, hasVersions }: ExportPolicy,
): Promise<Written> {
  const last = exported && settled ? ({ exported, settled } as LastExport) : null
  let remote = from
  for (let round = 1; ; round++) {
    const { fields, left, putRight } = reconcile(wanted, remote.values, last, drift)
    if (fields.length === 0) return { remote, left, putRight }
    try {
      const now = await messenger.updateAccount(hasVersions ? remote : { ...remote, version: null }, fields, wanted)
      return { remote: now, left, putRight }
    } catch (error) {
      if (!isFault(error, 'scim-changed-meanwhile') || round === rounds) throw error
      remote = await messenger.readAccount(remote.id)
    }
  }
}

/** What is written, and what of it somebody had changed there; the rest of that is left. */
function reconcile(wanted: AccountValues, theirs: AccountValues, last: LastExport, drift: DriftPolicy) {
  const fields = fieldsToWrite(wanted, theirs, last, drift)
  const changed = driftedFields(theirs, last).filter(field => theirs[field] !== wanted[field])
  const tell = (some: readonly ManagedField[]) => some.map(field => difference(field, wanted[field], theirs[field]))
  return {
    fields,
    left: tell(changed.filter(field => !fields.includes(field))),
    putRight: tell(changed.filter(field => fields.includes(field))),
  }
}

async function create(
  messenger: Messenger,
  facts: AccountExport,
  wanted: AccountValues,
  policy: ExportPolicy,
): Promise<Written> {
  const found = facts.wasCreating ? await only(messenger.findAccounts('externalId', facts.id)) : null
  if (found) return write(messenger, found, facts, wanted, policy)
  // Whoever lost access before they were ever there needs no account.
  if (wanted.active !== true) return { remote: null, ...asWanted }
  try {
    return { remote: await messenger.createAccount(wanted), ...asWanted }
  } catch (error) {
    if (isFault(error, 'scim-id-missing')) return { remote: await created(messenger, facts.id, error), ...asWanted }
    if (!isFault(error, 'scim-taken')) throw error
    const taken = await holderOf(messenger, facts.id, String(wanted.userName), policy)
    if (!taken) throw error
    return write(messenger, taken, facts, wanted, policy)
  }
}

/** The answer did not say what was created, so it is looked for. */
async function created(messenger: Messenger, id: string, error: unknown): Promise<MessengerAccount> {
  const found = await only(messenger.findAccounts('externalId', id))
  if (!found) throw error
  return found
}

/** Whose the address is over there, if it is this account or may be taken for it. */
async function holderOf(messenger: Messenger, id: string, address: string, { mayLink }: ExportPolicy) {
  const holder = await only(messenger.findAccounts('userName', address))
  if (!holder) return null
  const { externalId } = holder.values
  if (externalId === id) return holder
  return externalId === undefined && mayLink(address) ? holder : null
}

async function only(finding: Promise<MessengerAccount[]>): Promise<MessengerAccount | null> {
  const found = await finding
  if (found.length > 1) throw new MessengerFault('scim-found-twice')
  return found[0] ?? null
}
