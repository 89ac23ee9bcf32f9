import type { Anchor } from '@/lib/directory/anchor'
import { insertGroupChanges } from '@/lib/store/group-changes'
import { readAddressHolders, readStagedLists, readStoredGroups, type StoredGroup } from '@/lib/store/group-facts'
import { readStagedUnits } from '@/lib/store/snapshots'
import { decideAbsentGroup, decideGroup, type GroupRules, type ReadGroup } from '@/lib/sync/groups/decide-group'
import type { GroupChange, GroupKind } from '@/lib/sync/groups/group-change'
import type { GroupTally } from '@/lib/sync/groups/group-report'
import type { GroupCounts, ListCounts } from '@/lib/sync/groups/judge-groups'
import { compileGroupShields } from '@/lib/sync/groups/protect-group'
import { phaseOf, toGroupRow } from './group-row'
import { lookUpGroups } from './look-up-groups'
import { memberPass } from './member-pass'
import { type Planning, pageSize } from './planning'
import { readLists, readUnits } from './read-groups'
import { fenced, reading } from './run-work'

/** What planning found about groups: for the gate, and for the report. */
export type GroupPlan = { tally: GroupTally; lists: ListCounts[]; groups: GroupCounts[] }

/** A unit or list that was read, with what it became earlier. */
type Found = ReadGroup & { depth?: number; stored: StoredGroup | null }

/** Whether lists were read at all; where they were not, nothing is said about any. */
const areListsRead = ({ snapshot }: Planning): boolean => snapshot.proofs.every(proof => proof.lists !== undefined)

/**
 * Plans organizational groups and lists: thousands where people are a million, so they are decided in memory. Who is in a
 * list is compared in the database, set against set.
 */
export async function groupPass(planning: Planning): Promise<GroupPlan> {
  const { work, run } = planning
  const stored = await reading(work, tx => readStoredGroups(tx, run.connectorId))
  const found = await findGroups(planning, stored)
  const kinds: GroupKind[] = areListsRead(planning) ? ['organizational-group', 'list'] : ['organizational-group']
  const read = new Set(found.map(group => group.anchor))
  const absent = stored.filter(group => !group.released && kinds.includes(group.kind) && !read.has(group.anchor))
  const rulesOf = compileRules(planning)
  for (const group of stored.filter(({ released }) => !released)) {
    const { shield } = rulesOf(group.kind, group)
    if (shield !== null) planning.ruleCounts.countGroup(shield)
  }
  const decided = [...(await decideFound(planning, found, rulesOf)), ...(await decideAbsent(planning, absent, rulesOf))]
  const rows = decided.map(({ change, depth }) => toGroupRow(change, { phase: phaseOf(change, depth) }))
  for (let at = 0; at < rows.length; at += pageSize) {
    await fenced(work, tx => insertGroupChanges(tx, work.runId, rows.slice(at, at + pageSize)))
    await work.failpoint?.('groups-decided')
  }
  const changes = new Map(decided.map(({ change }) => [change.anchor, change]))
  const members = await memberPass(planning, { found, stored, changes, rulesOf })
  return {
    tally: tallyOf(found, absent, changes, members.unknown),
    lists: members.lists,
    groups: kinds.map(kind => countsOf(kind, stored, changes)),
  }
}

async function findGroups(planning: Planning, stored: readonly StoredGroup[]): Promise<Found[]> {
  const { work } = planning
  const byAnchor = new Map(stored.map(group => [group.anchor, group]))
  const storedOf = ({ anchor }: ReadGroup) => ({ stored: byAnchor.get(anchor) ?? null })
  const units = readUnits(planning, await reading(work, tx => readStagedUnits(tx, work.runId)))
  const staged = areListsRead(planning) ? await reading(work, tx => readStagedLists(tx, work.runId)) : []
  return [...units, ...readLists(planning, staged)].map(group => ({ ...group, ...storedOf(group) }))
}

export type RulesOf = (kind: GroupKind, stored: StoredGroup | null) => GroupRules

function compileRules({ settings }: Planning): RulesOf {
  const { goneLists, goneOrganizationalGroups } = settings.groups
  const shields = compileGroupShields(settings.exclusions)
  return (kind, stored) => ({
    gone: kind === 'list' ? goneLists : goneOrganizationalGroups,
    shield: stored === null ? null : shields(stored),
  })
}

type Decided = { change: GroupChange; depth: number }

async function decideFound(planning: Planning, found: readonly Found[], rulesOf: RulesOf): Promise<Decided[]> {
  const taken = await takenAddresses(planning, found)
  return found.flatMap(group => {
    const rules = { ...rulesOf(group.kind, group.stored), addressTaken: taken(group) }
    const change = decideGroup(group, group.stored, rules)
    return change === null ? [] : [{ change, depth: group.depth ?? 0 }]
  })
}

/** An address belongs to whoever has it, unless they give it up in this same read; of two lists that want it neither gets it. */
async function takenAddresses(
  { work, run }: Planning,
  found: readonly Found[],
): Promise<(group: ReadGroup) => boolean> {
  const wanted = new Map<string, Anchor[]>()
  const wishes = new Map(found.map(group => [group.anchor, group.fields.address]))
  for (const { anchor, placement, fields } of found)
    if (placement === 'in' && fields.address !== null)
      wanted.set(fields.address, [...(wanted.get(fields.address) ?? []), anchor])
  const held = await reading(work, tx => readAddressHolders(tx, run.connectorId, [...wanted.keys()]))
  const holders = Map.groupBy(held, ({ address }) => address)
  return ({ anchor, fields: { address } }) => {
    if (address === null) return false
    if ((wanted.get(address)?.length ?? 0) > 1) return true
    const others = (holders.get(address) ?? []).filter(holder => holder.anchor !== anchor)
    return others.some(holder => holder.anchor === null || (wishes.get(holder.anchor) ?? address) === address)
  }
}

async function decideAbsent(planning: Planning, absent: readonly StoredGroup[], rulesOf: RulesOf): Promise<Decided[]> {
  const { units, snapshot, now } = planning
  const answers = await lookUpGroups(planning, absent)
  return absent.map(joined => {
    const facts = {
      joined,
      lookUp: answers(joined.anchor),
      completeRead: snapshot.method === 'full',
      parentReadable: units.has(joined.within),
      now,
    }
    return { change: decideAbsentGroup(facts, rulesOf(joined.kind, joined)), depth: 0 }
  })
}

/** Who was read and takes part, or did. */
function tallyOf(
  found: readonly Found[],
  absent: readonly StoredGroup[],
  changes: ReadonlyMap<Anchor, GroupChange>,
  membersUnknown: number,
): GroupTally {
  const of = (kind: GroupKind) => {
    const taking = found.filter(
      ({ placement, stored, ...group }) =>
        group.kind === kind && (placement === 'in' || (stored !== null && !stored.released)),
    )
    return {
      read: taking.length,
      unchanged: taking.filter(({ anchor }) => !changes.has(anchor)).length,
      notRead: absent.filter(group => group.kind === kind).length,
    }
  }
  return { 'organizational-group': of('organizational-group'), list: of('list'), membersUnknown }
}

function countsOf(
  kind: GroupKind,
  stored: readonly StoredGroup[],
  changes: ReadonlyMap<Anchor, GroupChange>,
): GroupCounts {
  const linked = stored.filter(group => group.kind === kind && !group.released)
  const ends = (group: StoredGroup) => {
    const change = changes.get(group.anchor)
    return change?.kind === 'release' || change?.kind === 'remove'
  }
  return { kind, linked: linked.length, ending: linked.filter(ends).length }
}
