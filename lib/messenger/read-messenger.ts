import { randomUUID } from 'node:crypto'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type MessengerReading, updateRemoteMessenger } from '@/lib/store/remote-messenger'
import { listMissing, type Missing } from '@/lib/store/remote-missing'
import { stageObjects } from '@/lib/store/remote-reading'
import { conclude } from './conclude-reading'
import { MessengerFault } from './fault'
import { groupsAt } from './import-teams'
import type { MessengerGroup } from './messenger'
import { accountRow, groupRow } from './reading-rows'
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
export async function readMessenger(session: Session): Promise<MessengerFault | null> {
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
    for (const group of page) await readTeam(session, readingId, group)
  }
  const gone = await confirmGone(session, readingId)
  await fenced(async tx => {
    const found = await conclude(tx, session, readingId, gone)
    const reading = { at: new Date().toISOString(), complete: true, trouble: null, read, ...found }
    await updateRemoteMessenger(tx, { ...settled, reading, readDueAt: new Date(Date.now() + day), hasVersions })
  })
}

const settled = { trouble: null, failures: 0, pausedUntil: null, failingSince: null }

/** A team with who is in it. One that ended meanwhile is asked for among the missing. */
async function readTeam({ messenger, fenced }: Session, readingId: string, group: MessengerGroup): Promise<void> {
  const members = await messenger.readMembers(group.id).catch(asFault)
  if (!(members instanceof MessengerFault))
    return fenced(tx => stageObjects(tx, readingId, 'group', [groupRow(group, members)]))
  if (members.code !== 'scim-gone') throw members
}

/** What the pages brought stays; what they did not bring means nothing. */
async function noteIncomplete(
  tx: OrganizationTransaction,
  { row }: Session,
  read: MessengerReading['read'],
  fault: MessengerFault,
): Promise<void> {
  const trouble = { code: fault.code, detail: fault.detail }
  const none = { linked: 0, added: 0, unusable: 0, gone: 0, drifted: 0 }
  const at = new Date().toISOString()
  const incompleteSince = row.reading?.incompleteSince ?? at
  const pause = await pauseMessenger(tx, fault, row.failures)
  await updateRemoteMessenger(tx, {
    // What keeps a listing from being complete keeps nobody from exporting.
    ...(fault.concernsEverything ? {} : { trouble: null, pausedUntil: null, failingSince: row.failingSince }),
    reading: { at, complete: false, incompleteSince, trouble, read, ...none },
    readDueAt: new Date(Date.now() + Math.max(pause, 300) * 1000),
  })
}

const renewEvery = 20

/** Asks for each that the reading missed; only the other side's own "there is no such one" is an answer. */
async function confirmGone({ messenger, fenced, row }: Session, readingId: string): Promise<Missing[]> {
  const { missing, known } = await fenced(tx => listMissing(tx, readingId, groupsAt(row.baseUrl)))
  if (missing.length > Math.max(mostGone.few, known * mostGone.share))
    throw new MessengerFault('scim-too-many-gone', `${missing.length}/${known}`)
  const gone: Missing[] = []
  for (const [at, one] of missing.entries()) {
    // Many questions take longer than the claim lasts.
    if (at % renewEvery === 0) await fenced(async () => {})
    const ask = one.kind === 'account' ? messenger.readAccount : messenger.readGroup
    const answer = await ask(one.remoteId).catch(asFault)
    if (answer instanceof MessengerFault && answer.code !== 'scim-gone') throw answer
    if (answer instanceof MessengerFault) gone.push(one)
  }
  return gone
}
