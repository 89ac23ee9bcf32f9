import { type GroupAspect, type GroupChangeKind, type GroupKind, isGroupAction } from './group-change'

/** What planning counted of groups of one kind. */
export type GroupTally = Record<GroupKind, { read: number; unchanged: number; notRead: number }> & {
  /** Lists whose members could not be read: they are left exactly as they are. */
  membersUnknown: number
}

/**
 * Of one kind, counted from rows: read = added + updated + unchanged + ended + skipped + held + failed;
 * notRead = suspected + endedAbsent + leftAlone + heldAbsent + failedAbsent.
 */
export type GroupKindReport = Record<(typeof readCounters)[number] | (typeof absentCounters)[number], number> & {
  read: number
  notRead: number
}
const readCounters = ['added', 'updated', 'unchanged', 'ended', 'skipped', 'held', 'failed'] as const
const absentCounters = ['suspected', 'endedAbsent', 'leftAlone', 'heldAbsent', 'failedAbsent'] as const

/** Memberships that begin and end, people's and lists'. */
export type MembershipReport = { added: number; removed: number; held: number; failed: number; left: number }
export type GroupReport = Record<GroupKind, GroupKindReport> & { memberships: MembershipReport; membersUnknown: number }

type State = 'noted' | 'planned' | 'held' | 'applied' | 'failed' | 'left' | 'cancelled'
/** Rows of the plan, counted, with the memberships that they are about. */
export type GroupRowCount = {
  groupKind: GroupKind
  aspect: GroupAspect
  kind: GroupChangeKind
  read: boolean
  state: State
  rows: number
  members: number
}

/** The report, counted from rows. Planned actions count as what they would be. */
export function groupReportFrom(tally: GroupTally, rows: readonly GroupRowCount[]): GroupReport {
  const report: GroupReport = {
    'organizational-group': kindReport(tally, 'organizational-group'),
    list: kindReport(tally, 'list'),
    memberships: { added: 0, removed: 0, held: 0, failed: 0, left: 0 },
    membersUnknown: tally.membersUnknown,
  }
  for (const row of rows) {
    if (row.aspect === 'itself') report[row.groupKind][counterOf(row)] += row.rows
    else report.memberships[membershipCounterOf(row)] += row.members
  }
  return report
}

/** Every unit and list that takes part is counted once. */
export const groupsAddUp = (report: GroupReport): boolean =>
  ([report['organizational-group'], report.list] as const).every(
    one => one.read === sum(one, readCounters) && one.notRead === sum(one, absentCounters),
  )

const sum = <K extends string>(of: Record<K, number>, counters: readonly K[]): number =>
  counters.reduce((total, counter) => total + of[counter], 0)

function kindReport(tally: GroupTally, kind: GroupKind): GroupKindReport {
  const zero = Object.fromEntries([...readCounters, ...absentCounters].map(counter => [counter, 0]))
  return { ...(zero as GroupKindReport), ...tally[kind] }
}

function counterOf({ kind, read, state }: GroupRowCount): Exclude<keyof GroupKindReport, 'read' | 'notRead'> {
  if (isGroupAction(kind)) {
    if (state === 'held') return read ? 'held' : 'heldAbsent'
    if (state === 'failed') return read ? 'failed' : 'failedAbsent'
    // Left for the next run, or cancelled: nothing was done.
    if (state === 'left' || state === 'cancelled') return read ? 'skipped' : 'leftAlone'
  }
  if (!read) return kind === 'suspect' ? 'suspected' : isGroupAction(kind) ? 'endedAbsent' : 'leftAlone'
  if (kind === 'add' || kind === 'link') return 'added'
  if (kind === 'update') return 'updated'
  return isGroupAction(kind) ? 'ended' : 'skipped'
}

function membershipCounterOf({ kind, state }: GroupRowCount): keyof MembershipReport {
  if (state === 'held' || state === 'failed') return state
  if (state === 'left' || state === 'cancelled' || state === 'noted') return 'left'
  return kind === 'add-members' ? 'added' : 'removed'
}
