import { type Anchor, parseAnchor } from '@/lib/directory/anchor'
import { isWithin } from '@/lib/directory/distinguished-name'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryIdentity, DirectoryObject, NamedObject } from '@/lib/directory/source'
import { type DistributionListSettings, listsOfPeople } from '@/lib/settings/distribution-lists'
import {
  haveNamesChanged,
  type ReachedList,
  type ReachRequest,
  readReachedLists,
  readReachOf,
  readUnknownMembers,
} from '@/lib/store/list-reach'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Notice } from '@/lib/sync/change'
import type { ListReach } from '@/lib/sync/place-person'
import { type RunWork, reading } from './run-work'

/** Through which chosen lists people come into scope, and whether it can be told who does not. */
export type ListsOfPeople = {
  /** For the statement that says who is reached; null = no list brings anybody. */
  request: ReachRequest | null
  /** What a chosen list that reaches somebody, or none, says about them. */
  reachOf(object: Pick<DirectoryObject, 'usnChanged'>, list: Anchor | null): { reach: ListReach; list: string | null }
  notices(): Notice[]
}

type Asked = { runId: string; settings: DistributionListSettings; identity: DirectoryIdentity }

/** Names that nobody of the read has: more of them are not asked about, and then nobody is taken out. */
const mostUnknown = 20_000

/** As a run needs it: names that the read does not explain are asked of the directory. */
export async function listsOfRun(work: RunWork, asked: Omit<Asked, 'runId'>): Promise<ListsOfPeople> {
  const found = await reading(work, tx => findLists(tx, { ...asked, runId: work.runId }))
  if (found.doubt !== null || found.unknown.length === 0) return describe(found)
  const hidden = await hidesList(work, found.unknown, asked.identity.defaultNamingContext)
  return describe({ ...found, doubt: hidden ? (found.lists[0]?.name ?? '') : null })
}

/** As a read that is kept shows it, without asking the directory, and the list that reaches one person. */
export async function listsOver(
  tx: OrganizationTransaction,
  { identity, ...asked }: Omit<Asked, 'identity'> & { identity: DirectoryIdentity | null },
  person: Anchor,
): Promise<{ lists: ListsOfPeople; reachedBy: Anchor | null }> {
  const found = identity ? await findLists(tx, { ...asked, identity }) : nothing('0')
  return { lists: describe(found), reachedBy: found.request && (await readReachOf(tx, found.request, person)) }
}

type Found = {
  request: ReachRequest | null
  startUsn: bigint
  lists: readonly ReachedList[]
  /** Chosen, and not in the read. */
  missing: string[]
  /** Names of the lists' members that the read does not explain. */
  unknown: string[]
  /** The name of a list because of which nobody is taken out; null = what is not reached was seen not to be. */
  doubt: string | null
}

const nothing = (startUsn: string): Found => ({
  ...{ startUsn: BigInt(startUsn), request: null, lists: [], missing: [], unknown: [], doubt: null },
})

async function findLists(tx: OrganizationTransaction, { runId, settings, identity }: Asked): Promise<Found> {
  const chosen = listsOfPeople(settings).flatMap(({ anchor, dn }) => {
    const parsed = parseAnchor(anchor)
    return parsed ? [{ anchor: parsed, dn }] : []
  })
  const startUsn = identity.highestCommittedUsn
  if (chosen.length === 0) return nothing(startUsn)
  const anchors = chosen.map(({ anchor }) => anchor)
  const lists = await readReachedLists(tx, runId, anchors)
  const present = new Set(lists.map(({ list }) => list))
  const missing = chosen.filter(({ anchor }) => !present.has(anchor)).map(({ dn }) => dn)
  const unreadable = lists.find(list => !list.membersKnown)?.name ?? null
  const changed = (await haveNamesChanged(tx, { runId, startUsn })) ? (lists[0]?.name ?? chosen[0]?.dn ?? '') : null
  const doubt = missing[0] ?? unreadable ?? changed
  const reached = [...new Set(lists.map(list => list.reached))]
  const unknown = doubt === null ? await readUnknownMembers(tx, runId, reached, mostUnknown) : []
  return {
    ...nothing(startUsn),
    request: { runId, domainSid: identity.domainSid, lists },
    lists,
    missing,
    unknown,
    doubt,
  }
}

/**
 * Whether one of these names could be a list that the account cannot read just now, or one outside of the search base:
 * whoever is in it would look like somebody who left. Contacts and computers are no lists.
 */
async function hidesList({ source, signal }: RunWork, names: readonly string[], context: string): Promise<boolean> {
  if (names.length >= mostUnknown) return true
  const here = names.filter(dn => standsIn(dn, context))
  try {
    const found = await source.describeObjects(here, signal)
    return found.some(mayBeList)
  } catch (error) {
    if (error instanceof ReadFailure) return true
    throw error
  }
}

const mayBeList = (object: NamedObject | null): boolean => object === null || object.kind === 'list'

function standsIn(dn: string, context: string): boolean {
  try {
    return isWithin(dn, context)
  } catch {
    return true
  }
}

function describe({ request, startUsn, lists, missing, doubt }: Found): ListsOfPeople {
  const names = new Map(lists.map(({ list, name }) => [list, name]))
  return {
    request,
    reachOf({ usnChanged }, list) {
      if (list !== null) return { reach: 'reached', list: names.get(list) ?? list }
      if (request === null) return { reach: 'not-reached', list: null }
      // Whoever changed while reading may be named in a list under an older name.
      const since = BigInt(usnChanged) > startUsn ? (lists[0]?.name ?? '') : null
      const unclear = doubt ?? since
      return unclear === null ? { reach: 'not-reached', list: null } : { reach: 'unknown', list: unclear }
    },
    notices() {
      const gone = missing.map<Notice>(list => ({ code: 'list-is-missing', args: { list } }))
      if (gone.length > 0 || doubt === null) return gone
      return [{ code: 'list-not-read', args: { list: doubt } }]
    },
  }
}
