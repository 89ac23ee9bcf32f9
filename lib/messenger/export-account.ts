import type { Anchor } from '@/lib/directory/anchor'
import type { DriftPolicy } from '@/lib/settings/messenger'
import type { AccountExport } from '@/lib/store/exported-accounts'
import type { RemoteMessenger } from './remote-messenger'
import { fieldsToWrite, type LastExport } from './scim/differences'
import { ScimFault } from './scim/fault'
import { type RemoteAccount, type RemoteValues, readAccount } from './scim/resource'
import { toScimUser } from './scim-user'

export type ExportPolicy = {
  drift: DriftPolicy
  hasVersions: boolean
  /** Whether an account that is there under the address may be taken for this one. */
  mayLink: (address: string) => boolean
}
/** What is there afterwards; null = nothing is, and nothing should be. */
export type Exported = { wanted: RemoteValues; remote: RemoteAccount | null }

/** So many times an account that changes under our hands is read and written again at once. */
const rounds = 3

/**
 * Brings one account over there to what it is here. It may be called again after any interruption: what may have been created
 * is looked for before it is created, and what is there already is not written again.
 * @throws ScimFault
 */
export async function exportAccount(
  messenger: RemoteMessenger,
  facts: AccountExport,
  policy: ExportPolicy,
): Promise<Exported> {
  const wanted = wantedOf(facts)
  if (wanted.userName === undefined) throw new ScimFault('scim-no-address')
  const known = remoteOf(facts)
  if (known === null) return { wanted, remote: await create(messenger, facts, wanted, policy) }
  try {
    return { wanted, remote: await write(messenger, await fresh(messenger, known, policy), facts, wanted, policy) }
  } catch (error) {
    if (!isFault(error, 'scim-gone')) throw error
    return {
      wanted,
      remote: await create(messenger, { ...facts, wasCreating: true, ...nothingExported }, wanted, policy),
    }
  }
}

const nothingExported = { exported: null, settled: null }
const isFault = (error: unknown, code: ScimFault['code']): boolean => error instanceof ScimFault && error.code === code

/** The account in SCIM's words, under our own id, and with the manager's account over there. */
function wantedOf({ account, manager }: AccountExport): RemoteValues {
  const join = { anchor: account.id as Anchor, manager: manager === null ? null : { id: manager, displayName: null } }
  return readAccount(toScimUser(account, join)).values
}

/** What was stored of it was parsed before it was. */
function remoteOf({ remoteId, facts, version }: AccountExport): RemoteAccount | null {
  if (remoteId === null) return null
  const known = facts as Pick<RemoteAccount, 'values' | 'emails' | 'phoneNumbers'> | null
  return { id: remoteId, version, ...(known ?? { values: {}, emails: [], phoneNumbers: [] }) }
}

/** Where versions are kept nothing is written over one that we have not seen. */
const fresh = async (messenger: RemoteMessenger, known: RemoteAccount, { hasVersions }: ExportPolicy) =>
  hasVersions && known.version === null ? messenger.readAccount(known.id) : known

async function write(
  messenger: RemoteMessenger,
  from: RemoteAccount,
  { exported, settled }: AccountExport,
  wanted: RemoteValues,
  { drift, hasVersions }: ExportPolicy,
): Promise<RemoteAccount> {
  const last = exported && settled ? ({ exported, settled } as LastExport) : null
  let remote = from
  for (let round = 1; ; round++) {
    const fields = fieldsToWrite(wanted, remote.values, last, drift)
    if (fields.length === 0) return remote
    try {
      return await messenger.updateAccount(hasVersions ? remote : { ...remote, version: null }, fields, wanted)
    } catch (error) {
      if (!isFault(error, 'scim-changed-meanwhile') || round === rounds) throw error
      remote = await messenger.readAccount(remote.id)
    }
  }
}

async function create(
  messenger: RemoteMessenger,
  facts: AccountExport,
  wanted: RemoteValues,
  policy: ExportPolicy,
): Promise<RemoteAccount | null> {
  const found = facts.wasCreating ? await only(messenger.findAccounts('externalId', facts.id)) : null
  if (found) return write(messenger, found, facts, wanted, policy)
  // Whoever lost access before they were ever there needs no account.
  if (wanted.active !== true) return null
  try {
    return await messenger.createAccount(wanted)
  } catch (error) {
    if (isFault(error, 'scim-id-missing')) return created(messenger, facts.id, error)
    if (!isFault(error, 'scim-taken')) throw error
    const taken = await holderOf(messenger, facts.id, String(wanted.userName), policy)
    if (!taken) throw error
    return write(messenger, taken, facts, wanted, policy)
  }
}

/** The answer did not say what was created, so it is looked for. */
async function created(messenger: RemoteMessenger, id: string, error: unknown): Promise<RemoteAccount> {
  const found = await only(messenger.findAccounts('externalId', id))
  if (!found) throw error
  return found
}

/** Whose the address is over there, if it is this account or may be taken for it. */
async function holderOf(messenger: RemoteMessenger, id: string, address: string, { mayLink }: ExportPolicy) {
  const holder = await only(messenger.findAccounts('userName', address))
  if (!holder) return null
  const { externalId } = holder.values
  if (externalId === id) return holder
  return externalId === undefined && mayLink(address) ? holder : null
}

async function only(finding: Promise<RemoteAccount[]>): Promise<RemoteAccount | null> {
  const found = await finding
  if (found.length > 1) throw new ScimFault('scim-found-twice')
  return found[0] ?? null
}
