import { exportKinds } from '@/lib/store/exported-accounts'
import {
  forgetGroupExport,
  forgetMembers,
  type GroupExport,
  nextMembers,
  noteMembers,
  type RemoteMember,
  takeGroupExport,
} from '@/lib/store/exported-groups'
import { finishExports, saveExported, saveRemoteObject } from '@/lib/store/exported-objects'
import { claimOutbox, type OutboxMessage } from '@/lib/store/outbox'
import { exportGroup } from './export-group'
import { MessengerFault } from './fault'
import type { MessengerGroup } from './messenger'
import type { Session } from './session'
import { asFault, idOf, messageLease, type Progress, settleFault } from './settle-fault'

/** Members named in one request. */
const membersAtOnce = 100

/** Brings lists to the other Messenger, one after the other: themselves, then who joins, then who leaves. */
export async function exportLists(session: Session, progress: Progress): Promise<void> {
  while (!session.signal.aborted && !progress.isPaused) {
    const taken = await session.fenced(async tx => {
      const [message] = await claimOutbox(tx, [exportKinds.group], { limit: 1, leaseSeconds: messageLease })
      return message ? { message, list: await takeGroupExport(tx, idOf(message)) } : null
    })
    if (!taken) return
    await session.failpoint('claimed')
    await exportOne(session, taken.list, taken.message, progress)
  }
}

async function exportOne(session: Session, list: GroupExport | null, message: OutboxMessage, progress: Progress) {
  const id = idOf(message)
  const fault = list === null ? null : await bringOver(session, list).then(() => null, asFault)
  if (fault) return settleFault(session, { kind: 'group', id }, [message], fault, progress)
  await session.fenced(tx => finishExports(tx, 'group', id, [message.id]))
}

async function bringOver(session: Session, list: GroupExport): Promise<void> {
  const { id, name } = list
  if (name === null) return remove(session, list)
  const { remote, left, putRight } = await exportGroup(session.messenger, { ...list, name }, session.row)
  await session.failpoint('answered')
  await session.fenced(async tx => {
    // A team that was made anew has nobody in it.
    if (list.remoteId !== null && list.remoteId !== remote.id) await forgetMembers(tx, id)
    await saveRemoteObject(tx, rowOf(remote))
    const settled = left.length > 0 && list.settled ? list.settled : { name: remote.name }
    const people = (list.drift ?? []).filter(({ field }) => field !== 'name')
    const isLeft = session.row.drift === 'report'
    await saveExported(tx, 'group', id, {
      ...{ remoteId: remote.id, exported: { name }, settled },
      left: isLeft ? [...left, ...people] : left,
      putRight: isLeft ? putRight : [...putRight, ...people],
    })
  })
  await moveAll(session, id, remote.id, 'joining')
  await moveAll(session, id, remote.id, 'leaving')
}

const rowOf = ({ id: remoteId, version, externalId, name }: MessengerGroup) => ({
  ...{ kind: 'group' as const, remoteId, version, externalId, facts: { name } },
})

/** In parts, each noted when it was answered: adding somebody who is there, or taking out who is not, changes nothing. */
async function moveAll(session: Session, id: string, remoteId: string, which: 'joining' | 'leaving'): Promise<void> {
  for (;;) {
    const members = await session.fenced(tx => nextMembers(tx, id, which, membersAtOnce))
    if (members.length === 0) return
    await move(session, remoteId, which, members)
    await session.failpoint('answered')
    await session.fenced(tx =>
      noteMembers(
        tx,
        id,
        which,
        members.map(({ accountId }) => accountId),
      ),
    )
  }
}

async function move(
  { messenger }: Session,
  remoteId: string,
  which: 'joining' | 'leaving',
  members: readonly RemoteMember[],
): Promise<void> {
  const accounts = members.flatMap(member => member.remoteId ?? [])
  if (accounts.length === 0) return
  if (which === 'joining') return messenger.addMembers(remoteId, accounts)
  try {
    await messenger.removeMembers(remoteId, accounts)
  } catch (error) {
    // Some refuse to take out whoever is not in it any more, and then nobody of the request is.
    if (!(error instanceof MessengerFault) || error.code !== 'scim-refused') throw error
    const present = await messenger.readMembers(remoteId)
    const left = accounts.filter(account => present.has(account))
    if (left.length > 0) await messenger.removeMembers(remoteId, left)
  }
}

/** A list that ended here ends there too. */
async function remove(session: Session, { id, remoteId }: GroupExport): Promise<void> {
  if (remoteId !== null)
    await session.messenger.removeGroup(remoteId).catch(error => {
      if (!(error instanceof MessengerFault) || error.code !== 'scim-gone') throw error
    })
  await session.fenced(tx => forgetGroupExport(tx, id))
}
