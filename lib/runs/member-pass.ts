import type { Anchor } from '@/lib/directory/anchor'
import { insertGroupChanges } from '@/lib/store/group-changes'
import type { StoredGroup } from '@/lib/store/group-facts'
import {
  compareHandMade,
  compareMembers,
  endMemberships,
  haveUnitsChanged,
  type MembershipRequest,
  type MembershipSummary,
  readUnknownLists,
  summarizeMemberships,
} from '@/lib/store/membership-plan'
import type { GroupRules, ReadGroup } from '@/lib/sync/groups/decide-group'
import type { GroupBecause, GroupChange, GroupKind } from '@/lib/sync/groups/group-change'
import type { ListCounts } from '@/lib/sync/groups/judge-groups'
import { runFailure } from './fault'
import { phaseOf, toGroupRow } from './group-row'
import { type Planning, pageSize } from './planning'
import { fenced, reading } from './run-work'

export type MemberFacts = {
  found: readonly (ReadGroup & { stored: StoredGroup | null })[]
  stored: readonly StoredGroup[]
  /** What is planned for the groups themselves. */
  changes: ReadonlyMap<Anchor, GroupChange>
  rulesOf: (kind: GroupKind, stored: StoredGroup | null) => GroupRules
}

export type MemberPlan = {
  /** Lists that lose somebody, counted for the gate. */
  lists: ListCounts[]
  /** Lists whose members could not be told. */
  unknown: number
}

/** Who joins and who leaves the lists that follow the directory; of the others nobody is put in or taken out. */
export async function memberPass(planning: Planning, facts: MemberFacts): Promise<MemberPlan> {
  const { work, settings } = planning
  const request = requestOf(planning)
  const following = facts.found.filter(group => group.kind === 'list' && isFollowing(group, facts))
  const unitsChanged = await reading(work, tx => haveUnitsChanged(tx, request))
  const anchors = following.map(list => list.anchor)
  const unknown = await reading(work, tx => readUnknownLists(tx, request, anchors))
  const known = unitsChanged ? [] : anchors.filter(list => !unknown.has(list))
  for (const lists of pagesOf(known)) {
    await fenced(work, async tx => {
      await compareMembers(tx, request, lists)
      if (settings.groups.handMadeMembers === 'keep-in-step') await compareHandMade(tx, request, lists)
    })
    await work.failpoint?.('members-compared')
  }
  for (const lists of pagesOf(endingLists(facts))) await fenced(work, tx => endMemberships(tx, request, lists))
  const summaries = await reading(work, tx => summarizeMemberships(tx, work.runId))
  await insertRows(planning, facts, summaries)
  return { lists: summaries.flatMap(row => countsOf(row, facts)), unknown: following.length - known.length }
}

function requestOf({ work, run, snapshot }: Planning): MembershipRequest {
  const { identity } = snapshot
  if (!identity) throw runFailure('snapshot-damaged')
  const { domainSid, highestCommittedUsn: startUsn } = identity
  return { runId: work.runId, connectorId: run.connectorId, domainSid, startUsn }
}

/** In Messenger as a list of this directory, or about to be, and protected by nobody. */
function isFollowing(
  { anchor, kind, placement, stored }: MemberFacts['found'][number],
  { changes, rulesOf }: MemberFacts,
): boolean {
  const change = changes.get(anchor)
  if (placement !== 'in' || rulesOf(kind, stored).shield !== null) return false
  return change?.kind === 'add' || change?.kind === 'link' || (stored !== null && !stored.released)
}

/** Lists that end for the directory, where whom it put in goes too. */
const endingLists = ({ stored, changes, rulesOf }: MemberFacts): Anchor[] =>
  stored.flatMap(list => {
    const change = changes.get(list.anchor)
    const ends = change?.kind === 'release' || change?.kind === 'remove'
    return list.kind === 'list' && ends && rulesOf('list', list).gone !== 'keep' ? [list.anchor] : []
  })

async function insertRows(
  { work }: Planning,
  { found, stored, changes }: MemberFacts,
  summaries: readonly MembershipSummary[],
): Promise<void> {
  const byAnchor = new Map<Anchor, { name: string; groupId: string | null; read: boolean }>()
  for (const { anchor, groupId, fields } of stored) byAnchor.set(anchor, { name: fields.name, groupId, read: false })
  for (const { anchor, fields, stored: known } of found)
    byAnchor.set(anchor, { name: fields.name, groupId: known?.groupId ?? null, read: true })
  const rows = summaries.flatMap(({ list, aspect, members: count, hash }) => {
    const of = byAnchor.get(list)
    if (!of) return []
    const kind = aspect === 'joining' ? 'add-members' : 'remove-members'
    const because = whyMembers(aspect, count, changes.get(list))
    const change: GroupChange = {
      ...{ anchor: list, aspect, groupKind: 'list', kind, because, before: null, after: null, ...of },
    }
    return [toGroupRow(change, { phase: phaseOf(change, 0), members: { count, hash } })]
  })
  for (const some of pagesOf(rows)) await fenced(work, tx => insertGroupChanges(tx, work.runId, some))
}

function whyMembers(aspect: 'joining' | 'leaving', count: number, itself: GroupChange | undefined): GroupBecause {
  if (aspect === 'joining') return { code: 'members-in-directory', args: { count } }
  const ends = itself?.kind === 'release' || itself?.kind === 'remove'
  return ends ? itself.because : { code: 'members-not-in-directory', args: { count } }
}

function countsOf({ list, aspect, members }: MembershipSummary, { stored }: MemberFacts): ListCounts[] {
  const known = stored.find(one => one.anchor === list)
  if (aspect !== 'leaving' || !known) return []
  return [{ name: known.fields.name, members: known.givenMembers, leaving: members }]
}

function pagesOf<T>(all: readonly T[]): T[][] {
  const pages: T[][] = []
  for (let at = 0; at < all.length; at += pageSize) pages.push(all.slice(at, at + pageSize))
  return pages
}
