import type { DriftPolicy } from '@/lib/settings/messenger'
import type { GroupExport } from '@/lib/store/exported-groups'
import type { Difference } from '@/lib/store/remote-drift'
import { difference } from './difference'
import { MessengerFault } from './fault'
import type { Messenger, MessengerGroup } from './messenger'

type Named = GroupExport & { name: string }
type Policy = { drift: DriftPolicy; hasVersions: boolean }
/** What is there afterwards; of a name that somebody had given it there, whether it was left or put right. */
export type ExportedGroup = { remote: MessengerGroup; left: Difference[]; putRight: Difference[] }

/**
 * Brings a list's team over there to the list's name, without its members. Like `exportAccount` it may be called again.
 * @throws MessengerFault
 */
export async function exportGroup(messenger: Messenger, list: Named, policy: Policy): Promise<ExportedGroup> {
  if (list.remoteId === null) return asWanted(await create(messenger, list))
  const known = { id: list.remoteId, version: list.version, externalId: list.id, name: list.remoteName ?? '' }
  try {
    return await rename(messenger, known, list, policy)
  } catch (error) {
    if (!(error instanceof MessengerFault)) throw error
    if (error.code === 'scim-gone') return asWanted(await create(messenger, { ...list, wasCreating: true }))
    if (error.code !== 'scim-changed-meanwhile') throw error
    return rename(messenger, await messenger.readGroup(known.id), list, policy)
  }
}

const asWanted = (remote: MessengerGroup): ExportedGroup => ({ remote, left: [], putRight: [] })

/** A name that the other side made of ours is not given again; one that somebody gave is, unless that is only reported. */
async function rename(messenger: Messenger, remote: MessengerGroup, list: Named, { drift, hasVersions }: Policy) {
  const { name, exported, settled } = list
  if (remote.name === name) return asWanted(remote)
  const isTheirs = settled !== null && settled.name !== remote.name
  const isWritten = exported?.name === name
  const told = isTheirs ? [difference('name', name, remote.name)] : []
  if (isWritten && !(isTheirs && drift === 'ours-wins')) return { remote, left: told, putRight: [] }
  const renamed = await messenger.renameGroup(hasVersions ? remote : { ...remote, version: null }, name)
  return { remote: renamed, left: [], putRight: told }
}

async function create(messenger: Messenger, { id, name, wasCreating }: Named): Promise<MessengerGroup> {
  const found = wasCreating ? await messenger.findGroups(id) : []
  if (found.length > 1) throw new MessengerFault('scim-found-twice')
  const [there] = found
  if (!there) return messenger.createGroup({ externalId: id, name })
  return there.name === name ? there : messenger.renameGroup(there, name)
}
