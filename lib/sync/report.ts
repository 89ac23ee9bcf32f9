import { type ChangeKind, changeKinds, isAction } from './change'
import type { RunReport } from './run-state'

const changeStates = ['noted', 'planned', 'held', 'applied', 'failed', 'left', 'cancelled'] as const
/** What became of a row of the plan. */
type ChangeState = (typeof changeStates)[number]

/** The counters of a report that rows of the plan stand behind. Of the unchanged there are none. */
export const rowCounters = [
  ...(['added', 'linked', 'updated', 'reactivated', 'deactivatedRead', 'released', 'skipped', 'heldRead'] as const),
  ...(['failedRead', 'suspected', 'deactivatedAbsent', 'leftAlone', 'heldAbsent', 'failedAbsent'] as const),
] as const satisfies readonly (keyof RunReport)[]
export type RowCounter = (typeof rowCounters)[number]

/** Rows of the plan, counted; `problem` is true for rows of kind skip with the reason `problem`. */
export type RowCount = { kind: ChangeKind; read: boolean; state: ChangeState; problem: boolean; count: number }

export type RunCounts = {
  /** People in the sealed read, counted from its rows. */
  read: number
  /** Joined people that the read did not deliver, counted from the joins. */
  notRead: number
  /** People read for whom `decidePerson` gave null. */
  unchanged: number
  /** Joined people not read for whom `decideAbsent` gave null: an earlier run took everything there is to take. */
  alreadyGone: number
  rows: readonly RowCount[]
}

const empty: RunReport = {
  read: 0,
  added: 0,
  linked: 0,
  updated: 0,
  reactivated: 0,
  deactivatedRead: 0,
  released: 0,
  unchanged: 0,
  skipped: 0,
  heldRead: 0,
  failedRead: 0,
  notRead: 0,
  suspected: 0,
  deactivatedAbsent: 0,
  leftAlone: 0,
  heldAbsent: 0,
  failedAbsent: 0,
  problems: 0,
}

/** The report, counted from rows. Planned actions count as what they would be: that is a preview's report. */
export function reportFrom(counts: RunCounts): RunReport {
  const report = {
    ...empty,
    read: counts.read,
    notRead: counts.notRead,
    unchanged: counts.unchanged,
    leftAlone: counts.alreadyGone,
  }
  for (const row of counts.rows) {
    report[counterOf(row)] += row.count
    if (row.problem) report.problems += row.count
  }
  return report
}

/** Every person is counted once: what was read, and what was not, adds up to the people there are. */
export function addsUp(report: RunReport): boolean {
  const read =
    report.added +
    report.linked +
    report.updated +
    report.reactivated +
    report.deactivatedRead +
    report.released +
    report.unchanged +
    report.skipped +
    report.heldRead +
    report.failedRead
  const notRead =
    report.suspected + report.deactivatedAbsent + report.leftAlone + report.heldAbsent + report.failedAbsent
  return read === report.read && notRead === report.notRead
}

/** Rows of a kind, read or not, in any of these states. */
export type RowsBehind = { kind: ChangeKind; read: boolean; states: ChangeState[] }

/** Which rows a counter counts. */
export function rowsBehind(counter: RowCounter): RowsBehind[] {
  const places = changeKinds.flatMap(kind => [true, false].map(read => ({ kind, read })))
  return places
    .map(place => ({ ...place, states: changeStates.filter(state => counterOf({ ...place, state }) === counter) }))
    .filter(({ states }) => states.length > 0)
}

function counterOf({ kind, read, state }: Pick<RowCount, 'kind' | 'read' | 'state'>): RowCounter {
  if (isAction(kind)) {
    if (state === 'held') return read ? 'heldRead' : 'heldAbsent'
    if (state === 'failed') return read ? 'failedRead' : 'failedAbsent'
    // Left for the next run, or cancelled: nothing was done to this person.
    if (state === 'left' || state === 'cancelled') return read ? 'skipped' : 'leftAlone'
  }
  return read ? counterOfRead[kind] : counterOfAbsent[kind]
}

const counterOfRead: Record<ChangeKind, RowCounter> = {
  add: 'added',
  link: 'linked',
  update: 'updated',
  reactivate: 'reactivated',
  deactivate: 'deactivatedRead',
  suspend: 'deactivatedRead',
  release: 'released',
  skip: 'skipped',
  suspect: 'skipped',
  'leave-alone': 'skipped',
}

const counterOfAbsent: Record<ChangeKind, RowCounter> = {
  add: 'leftAlone',
  link: 'leftAlone',
  update: 'leftAlone',
  reactivate: 'leftAlone',
  deactivate: 'deactivatedAbsent',
  suspend: 'deactivatedAbsent',
  release: 'deactivatedAbsent',
  skip: 'leftAlone',
  suspect: 'suspected',
  'leave-alone': 'leftAlone',
}
