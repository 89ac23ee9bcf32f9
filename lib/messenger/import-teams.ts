import type { OrganizationTransaction } from '@/lib/store/organization'
import { bringBackTeams, sortOutMembers } from '@/lib/store/own-teams'
import { type FoundTeam, listFoundTeams } from '@/lib/store/remote-reading'
import { endBilling } from '@/lib/store/team-adoptions'
import { readTeam, updateTeam } from '@/lib/store/teams'
import type { Messenger, MessengerGroup } from './messenger'
import { ownMessenger } from './own-messenger'

/** Where a Messenger's teams are; the id of one follows. */
export const groupsAt = (baseUrl: string): string => `${baseUrl}/Groups/`

/**
 * Teams of the other Messenger that are no lists of ours become teams that nobody manages, with who is in them; those that
 * are known follow what is there.
 * @returns how many are new
 */
export async function importTeams(tx: OrganizationTransaction, readingId: string, baseUrl: string): Promise<number> {
  const own = ownMessenger(work => work(tx), { verified: false })
  const known = new Map<string | null, MessengerGroup>()
  for await (const page of own.listGroups()) for (const team of page) known.set(team.externalId, team)
  const teams = await listFoundTeams(tx, readingId)
  await bringBackTeams(
    tx,
    teams.map(({ remoteId }) => groupsAt(baseUrl) + remoteId),
  )
  let added = 0
  for (const team of teams) {
    const externalId = groupsAt(baseUrl) + team.remoteId
    const there = known.get(externalId)
    if (!there) added += 1
    await follow(own, there ?? (await own.createGroup({ externalId, name: nameOf(team) })), team)
  }
  await sortOutMembers(tx)
  return added
}

/** A team without a name is told from others by its id. */
const nameOf = ({ name, remoteId }: FoundTeam): string => name || remoteId

async function follow(own: Messenger, team: MessengerGroup, found: FoundTeam): Promise<void> {
  if (team.name !== nameOf(found)) await own.renameGroup({ ...team, version: null }, nameOf(found))
  const [present, wanted] = [await own.readMembers(team.id), new Set(found.members)]
  const joining = [...wanted].filter(id => !present.has(id))
  const leaving = [...present].filter(id => !wanted.has(id))
  if (joining.length > 0) await own.addMembers(team.id, joining)
  if (leaving.length > 0) await own.removeMembers(team.id, leaving)
}

/** What the other Messenger has no more goes here too; a team that somebody decided about stays, and says so. */
export async function endTeams(tx: OrganizationTransaction, ids: readonly string[]): Promise<void> {
  const own = ownMessenger(work => work(tx), { verified: false })
  for (const id of ids) {
    const team = await readTeam(tx, id)
    if (team?.management === 'found') await own.removeGroup(id)
    else if (team) {
      await updateTeam(tx, id, { status: 'gone' })
      if (team.management === 'managed') await endBilling(tx, id)
    }
  }
}
