import { randomUUID } from 'node:crypto'
import { requestAccountExports, requestDrifted } from '@/lib/store/exported-accounts'
import { forgetTakenOut, listExportedGroups, requestListExports } from '@/lib/store/exported-groups'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type MessengerReading, updateRemoteMessenger } from '@/lib/store/remote-messenger'
import {
  addUnknown,
  bringBackKnown,
  countUnusable,
  forgetUnseen,
  linkByAddress,
  linkNamed,
  listDiffering,
  listMissing,
  type Missing,
  noteDrift,
  noteGone,
  type ReadObject,
  refreshKnown,
  stageObjects,
} from '@/lib/store/remote-reading'
import { comparingAll } from '@/lib/store/whole-run'
import { canonicalAddress } from '@/lib/sync/canonical-address'
import type { AccountAttributes } from '@/lib/sync/change'
import { driftedFields } from './scim/differences'
import { ScimFault } from './scim/fault'
import { addressOf, type RemoteAccount, type RemoteGroup, type RemoteValues } from './scim/resource'
import { pauseMessenger, type Session } from './session'
import { asFault } from './settle-fault'

const day = 24 * 3_600_000
/** More of the known gone at once than a fifth, and more than five, is trouble of the other side and not a fact. */
const mostGone = { share: 0.2, few: 5 }

/**
 * Reads everything that the other Messenger has. A reading that is not proved complete concludes nothing about anybody;
 * and even after a complete one nobody is gone before the other side says so when asked for exactly this one.
 * @returns what kept it from being complete
 */
export async function readMessenger(session: Session): Promise<ScimFault | null> {
  const read = { accounts: 0, groups: 0 }
  const fault = await readAll(session, read).then(() => null, asFault)
  if (fault) await session.fenced(tx => noteIncomplete(tx, session, read, fault))
  return fault
}

async function readAll(session: Session, read: MessengerReading['read']): Promise<void> {
  const readingId = randomUUID()
  const { messenger, fenced } = session
  const { hasVersions } = await messenger.describe()
  for await (const page of messenger.listAccounts()) {
    read.accounts += page.length
    await fenced(tx => stageObjects(tx, readingId, 'account', page.map(accountRow)))
  }
  for await (const page of messenger.listGroups()) {
    read.groups += page.length
    await fenced(tx => stageObjects(tx, readingId, 'group', page.map(groupRow)))
  }
  await checkMembers(session)
  const gone = await confirmGone(session, readingId)
  await fenced(async tx => {
    const found = await conclude(tx, session, readingId, gone)
    const reading = { at: new Date().toISOString(), complete: true, trouble: null, read, gone: gone.length, ...found }
    await updateRemoteMessenger(tx, { ...settled, reading, readDueAt: new Date(Date.now() + day), hasVersions })
  })
}

const settled = { trouble: null, failures: 0, pausedUntil: null }

/** What the pages brought stays; what they did not bring means nothing. */
async function noteIncomplete(
  tx: OrganizationTransaction,
  { row }: Session,
  read: MessengerReading['read'],
  fault: ScimFault,
): Promise<void> {
  const trouble = { code: fault.code, detail: fault.detail }
  const none = { linked: 0, added: 0, unusable: 0, gone: 0, drifted: 0 }
  const pause = await pauseMessenger(tx, fault, row.failures)
  await updateRemoteMessenger(tx, {
    // What keeps a listing from being complete keeps nobody from exporting.
    ...(fault.concernsEverything ? {} : { trouble: null, pausedUntil: null }),
    reading: { at: new Date().toISOString(), complete: false, trouble, read, ...none },
    readDueAt: new Date(Date.now() + Math.max(pause, 300) * 1000),
  })
}

const accountRow = (account: RemoteAccount): ReadObject => {
  const { id: remoteId, version, values, emails, phoneNumbers } = account
  const canonical = canonicalAddress(addressOf(account) ?? '')
  const address = 'key' in canonical ? canonical.key : null
  return {
    ...{ remoteId, version, address, externalId: textOf(values, 'externalId') },
    facts: { values, emails, phoneNumbers },
    attributes: address === null ? null : attributesOf(values, address),
  }
}

const textOf = (values: RemoteValues, field: keyof RemoteValues): string | null =>
  typeof values[field] === 'string' ? values[field] : null

/** What an account of ours would say of the same person. */
function attributesOf(values: RemoteValues, email: string): Partial<AccountAttributes> {
  const names = [values['name.givenName'], values['name.familyName']].filter(Boolean).join(' ')
  return {
    email,
    displayName: textOf(values, 'displayName') ?? (names || email),
    givenName: textOf(values, 'name.givenName'),
    familyName: textOf(values, 'name.familyName'),
    title: textOf(values, 'title'),
    department: textOf(values, 'department'),
    organization: textOf(values, 'organization'),
    employeeNumber: textOf(values, 'employeeNumber'),
    workPhone: textOf(values, 'phoneNumbers.work'),
    mobilePhone: textOf(values, 'phoneNumbers.mobile'),
  }
}

const groupRow = ({ id, version, externalId, name }: RemoteGroup): ReadObject => ({
  ...{ remoteId: id, version, externalId, address: null, facts: { name }, attributes: null },
})

type Found = Pick<MessengerReading, 'linked' | 'added' | 'unusable' | 'drifted'>

/** Everything that follows from a complete reading, in one transaction. */
const conclude = (tx: OrganizationTransaction, { row }: Session, readingId: string, gone: readonly Missing[]) =>
  comparingAll(tx, async (): Promise<Found> => {
    const named = (await linkNamed(tx, readingId, 'account')) + (await linkNamed(tx, readingId, 'group'))
    const linked = named + (row.verifiesAddresses ? await linkByAddress(tx, readingId) : 0)
    const added = await addUnknown(tx, readingId, row.verifiesAddresses)
    await refreshKnown(tx, readingId)
    await bringBackKnown(tx, readingId)
    const drifted = await noteDrifted(tx, readingId)
    const toBeMadeAgain = await noteAllGone(tx, gone)
    if (row.drift === 'ours-wins') {
      await requestDrifted(tx, `drift:${readingId}`)
      await requestAccountExports(tx, { key: `gone:${readingId}`, runId: null }, toBeMadeAgain)
      await requestListExports(tx, null)
    }
    await forgetUnseen(tx, readingId)
    return { linked, added, drifted, unusable: await countUnusable(tx, readingId) }
  })

async function noteDrifted(tx: OrganizationTransaction, readingId: string): Promise<number> {
  const rows = (await listDiffering(tx, readingId)).flatMap(({ objectId, facts, exported, settled }) => {
    const { values } = facts as { values: RemoteValues }
    const fields = driftedFields(values, { exported, settled })
    const drift = fields.map(field => ({ field, ours: shown(exported[field]), theirs: shown(values[field]) }))
    return drift.length === 0 ? [] : [{ objectId, drift }]
  })
  await noteDrift(tx, rows)
  return rows.length
}

const shown = (value: string | boolean | undefined): string | null => (value === undefined ? null : String(value))

async function noteAllGone(tx: OrganizationTransaction, gone: readonly Missing[]): Promise<string[]> {
  if (gone.length > 0) await noteGone(tx, gone)
  return gone.flatMap(({ kind, objectId }) => (kind === 'account' ? [objectId] : []))
}

const renewEvery = 20

/** Asks for each that the reading missed; only the other side's own "there is no such one" is an answer. */
async function confirmGone({ messenger, fenced }: Session, readingId: string): Promise<Missing[]> {
  const { missing, known } = await fenced(tx => listMissing(tx, readingId))
  if (missing.length > Math.max(mostGone.few, known * mostGone.share))
    throw new ScimFault('scim-too-many-gone', `${missing.length}/${known}`)
  const gone: Missing[] = []
  for (const [at, one] of missing.entries()) {
    // Many questions take longer than the claim lasts.
    if (at % renewEvery === 0) await fenced(async () => {})
    const ask = one.kind === 'account' ? messenger.readAccount : messenger.readGroup
    const answer = await ask(one.remoteId).catch(asFault)
    if (answer instanceof ScimFault && answer.code !== 'scim-gone') throw answer
    if (answer instanceof ScimFault) gone.push(one)
  }
  return gone
}

/** Whom somebody took out of a list over there joins it again with the next export. */
async function checkMembers({ messenger, row, fenced }: Session): Promise<void> {
  if (row.drift !== 'ours-wins') return
  const lists = await fenced(listExportedGroups)
  for (const { objectId, remoteId } of lists) {
    const present = await messenger.readMembers(remoteId).catch(asFault)
    if (!(present instanceof ScimFault)) await fenced(tx => forgetTakenOut(tx, objectId, present))
    else if (present.code !== 'scim-gone') throw present
  }
}
