import type { GroupExport } from '@/lib/store/exported-groups'
import type { RemoteMessenger } from './remote-messenger'
import { ScimFault } from './scim/fault'
import type { RemoteGroup } from './scim/resource'

/**
 * Brings a list's team over there to the list's name, without its members. Like `exportAccount` it may be called again.
 * @throws ScimFault
 */
export async function exportGroup(
  messenger: RemoteMessenger,
  list: GroupExport & { name: string },
  hasVersions: boolean,
): Promise<RemoteGroup> {
  if (list.remoteId === null) return create(messenger, list)
  const known = {
    id: list.remoteId,
    version: list.version,
    externalId: list.id,
    name: String(list.exported?.name ?? ''),
  }
  if (known.name === list.name) return known
  try {
    return await messenger.renameGroup(hasVersions ? known : { ...known, version: null }, list.name)
  } catch (error) {
    if (!(error instanceof ScimFault)) throw error
    if (error.code === 'scim-gone') return create(messenger, { ...list, wasCreating: true })
    if (error.code !== 'scim-changed-meanwhile') throw error
    return messenger.renameGroup(await messenger.readGroup(known.id), list.name)
  }
}

async function create(messenger: RemoteMessenger, { id, name, wasCreating }: GroupExport & { name: string }) {
  const found = wasCreating ? await messenger.findGroups(id) : []
  if (found.length > 1) throw new ScimFault('scim-found-twice')
  const [there] = found
  if (!there) return messenger.createGroup({ externalId: id, name })
  return there.name === name ? there : messenger.renameGroup(there, name)
}
