import { say } from '@/app/messages/say'
import { duration, type Moment, moment } from '@/app/ui/moment'
import { changedThereText, refusedText, undeliveredText } from '@/app/ui/undelivered-text'
import { plainArguments } from '@/app/ui/unit-words'
import { expiryOf } from '@/lib/runs/expire-plans'
import type { ChangeCount } from '@/lib/store/changes'
import type { ListedExport } from '@/lib/store/exported-objects'
import type { RemovalCount } from '@/lib/store/removal-causes'
import type { Run } from '@/lib/store/runs'
import { type ChangeKind, changeKinds, isAction, isRemoval, type Notice } from '@/lib/sync/change'
import type { GroupReport, GroupRowCount } from '@/lib/sync/groups/group-report'
import { type RowCounter, reportFrom, rowCounters } from '@/lib/sync/report'
import { isActive, isPreview, isWaiting, type RuleCount, type RunReport, type RunState } from '@/lib/sync/run-state'
import type { ToReview } from '@/lib/unmanaged/to-review'
import { sentence, sentences } from '@/lib/words/words'
import { type Phase, phasesOf } from './phases'
import { type CauseView, causesView } from './removal-cause-view'

export type RelatedRun = { id: string; number: number; carriesOut: boolean; approvedBy: string; reason: string }

/** `reason` is empty where none was given. */
export type Rejection = { name: string; reason: string; at: Date }

/** A run as its page shows it: numbers, and everything else in words. */
export type RunView = {
  id: string
  number: number
  state: RunState
  active: boolean
  /** What a finished report leads to. */
  toReview: ToReview
  waiting: boolean
  preview: boolean
  revert: boolean
  stateText: string
  kindText: string
  /** Whether only what changed was read, or why not, where that was asked for; null otherwise. */
  reading: string | null
  /** Of a scheduled run: when it was due, how late it was, and what it left for later. */
  schedule: string[]
  /** It could not read, and tries again. */
  putOff: boolean
  /** Null when the connector was deleted. */
  connectorId: string | null
  connector: string
  /** Of the configuration that it was made with. */
  version: number
  startedBy: string
  started: Moment
  took: string | null
  phases: Phase[]
  progress: { done: number; total: number | null; text: string }
  holds: string[]
  /** What somebody should decide or know, though nothing is held for it. */
  notices: string[]
  /** What its people need of the seats; null where nobody needs one, or seats are not limited. */
  seats: { text: string; short: boolean } | null
  /** How many people each exclusion caught. */
  rules: RuleCount[]
  /** Why people of a waiting plan would lose something, the biggest cause first, and how many causes are not told. */
  causes: CauseView[]
  furtherCauses: number
  /** What of a held plan was made all the same. */
  beside: string | null
  /** Mails and requests of this run that have not gone out, and why. */
  undelivered: string[]
  /** What this run wrote to the other Messenger and somebody changed there since, each in words. */
  changedThere: string[]
  /** How many changes a revert would take back; 0 = there is nothing, or not yet. */
  revertable: number
  /** What a revert would not bring back, in words. */
  irrevocable: string[]
  /** When a plan that waits for a person expires. */
  waitsUntil: Moment | null
  fault: string | null
  /** Rows by kind, only those that exist; none while the run is at work. */
  kinds: { kind: ChangeKind; count: number }[]
  unchanged: number | null
  report: RunReport | null
  /** How many rows there are behind each counter of the report. */
  counted: Partial<Record<RowCounter, number>>
  groupReport: GroupReport | null
  /** What an approval would apply: rows, of them removals, and the hash that names exactly these rows. */
  plan: { changes: number; removals: number; hash: string } | null
  related: RelatedRun | null
  /** Who rejected its plan, when and why, in words. */
  rejected: string | null
}

type Facts = {
  run: Run
  connector: { name: string; deleted: boolean } | null
  requestedBy: string
  related: RelatedRun | null
  rejected: Rejection | null
  counts: readonly ChangeCount[]
  causes: readonly RemovalCount[]
  groupCounts: readonly GroupRowCount[]
  irrevocable: readonly Notice[]
  undelivered: readonly { kind: string; error: string | null; count: number }[]
  toReview: ToReview
  refusedThere: readonly Pick<ListedExport, 'name' | 'error' | 'detail'>[]
  changedThere: readonly Pick<ListedExport, 'name' | 'drift' | 'putRight'>[]
  timeZone: string
}

export function runView(facts: Facts): RunView {
  const { run, counts, timeZone } = facts
  const began = run.startedAt ?? run.createdAt
  const active = isActive(run.state)
  return {
    id: run.id,
    number: run.number,
    state: run.state,
    active,
    waiting: isWaiting(run.state),
    preview: isPreview(run),
    revert: run.kind === 'revert',
    stateText: say(`runState.${run.state}`),
    kindText: say(run.quick && !run.fullBecause ? `runKindQuick.${run.kind}` : `runKind.${run.kind}`),
    reading: readingText(run),
    schedule: scheduleTexts(run, timeZone),
    putOff: active && run.retryAt !== null,
    connectorId: facts.connector?.deleted === false ? run.connectorId : null,
    connector: facts.connector?.name ?? '',
    version: run.connectorVersion,
    startedBy: say(`startedBy.${run.cause}`, { name: facts.requestedBy }),
    started: moment(began, timeZone),
    took: active || !run.finishedAt ? null : duration(run.finishedAt.getTime() - began.getTime()),
    phases: phasesOf(run),
    progress: { ...run.progress, text: progressText(run) },
    holds: run.holds.map(hold => sentence(hold.code, plainArguments(hold.args), 'sync')),
    rules: run.ruleCounts,
    notices: run.notices.filter(({ code }) => !isAboutSeats(code)).map(noticeText),
    seats: seatsOf(run),
    ...causesView(facts.causes, setupOf(facts)),
    beside: besideText(run, counts),
    undelivered: [...facts.undelivered.map(undeliveredText), ...facts.refusedThere.map(refusedText)],
    changedThere: facts.changedThere.map(changedThereText),
    revertable: active ? 0 : total(counts, row => row.state === 'applied'),
    irrevocable: facts.irrevocable.map(({ code, args }) => sentence(code, args, 'sync')),
    waitsUntil: isWaiting(run.state) && run.finishedAt ? moment(expiryOf(run.finishedAt), timeZone) : null,
    fault: run.fault && !active ? faultText(run.fault) : null,
    kinds: changeKinds
      .map(kind => ({ kind, count: total(counts, row => row.kind === kind) }))
      .filter(row => row.count > 0),
    unchanged: run.report?.unchanged ?? run.tally?.unchanged ?? null,
    report: run.report,
    counted: countedRows(counts),
    toReview: facts.toReview,
    groupReport: run.groupReport,
    plan: planOf(facts),
    related: facts.related,
    rejected: facts.rejected && rejectedText(facts.rejected, timeZone),
  }
}

function rejectedText({ name, reason, at }: Rejection, timeZone: string): string {
  const said = { name, at: moment(at, timeZone).text }
  return reason === '' ? say('run.rejected', said) : say('run.rejectedBecause', { ...said, reason })
}

const isAboutSeats = (code: Notice['code']): boolean => code === 'seats-needed' || code === 'seats-short'

const noticeText = ({ code, args }: Notice): string => sentence(code, plainArguments(args), 'sync')

function seatsOf({ notices }: Run): RunView['seats'] {
  const notice = notices.find(({ code }) => isAboutSeats(code))
  return notice ? { text: noticeText(notice), short: notice.code === 'seats-short' } : null
}

/** Said when the reading is over: until then nobody knows. */
function readingText({ quick, fullBecause, state }: Run): string | null {
  if (fullBecause) return sentence(fullBecause.code, plainArguments(fullBecause.args), 'directory')
  return quick && state !== 'queued' && state !== 'importing' ? say('run.quick') : null
}

/** Nobody but those who have a row. */
const noOthers = { read: 0, notRead: 0, unchanged: 0, alreadyGone: 0 }

function countedRows(counts: readonly ChangeCount[]): RunView['counted'] {
  const report = reportFrom({ ...noOthers, rows: counts.map(row => ({ ...row, problem: false })) })
  return Object.fromEntries(rowCounters.map(counter => [counter, report[counter]]))
}

const total = (counts: readonly ChangeCount[], which: (row: ChangeCount) => boolean) =>
  counts.filter(which).reduce((sum, row) => sum + row.count, 0)

function planOf({ run, counts, groupCounts }: Facts): RunView['plan'] {
  if (!isWaiting(run.state) || !run.planHash) return null
  const state = isPreview(run) ? 'planned' : 'held'
  const rows = counts.filter(row => row.state === state && isAction(row.kind))
  const groups = groupCounts.filter(row => row.state === state)
  return {
    changes: total(rows, () => true) + groups.reduce((sum, row) => sum + row.rows, 0),
    removals: run.removals ?? total(rows, row => isRemoval(row.kind)),
    hash: run.planHash,
  }
}

/** Where the settings of its connector are changed; null when that was deleted. */
const setupOf = ({ run, connector }: Facts): string | null =>
  connector?.deleted === false ? `/directory-sync/connectors/${run.connectorId}/setup` : null

const waitsForAnother: ReadonlySet<string> = new Set(['depends-on-held', 'seat-of-held'])

/** A held run says what it did beside what waits. */
function besideText({ state, holds }: Run, counts: readonly ChangeCount[]): string | null {
  if (state !== 'held') return null
  if (holds.some(hold => hold.covers === 'everything')) return say('run.nothingMade')
  return say('run.madeBeside', {
    made: total(counts, row => row.state === 'applied'),
    dependents: total(counts, row => row.state === 'held' && waitsForAnother.has(row.reason)),
  })
}

function progressText({ state, progress: { done, total: all } }: Run): string {
  if (!isActive(state)) return say(`runState.${state}`)
  return all === null
    ? say(`progress.${state as 'importing'}`, { done })
    : say(`progressOf.${state as 'importing'}`, { done, total: all })
}

/** A fault of the run is said by the runs' room, one of the read by the directory's. */
function faultText({ code, args }: NonNullable<Run['fault']>): string {
  return sentence(code, args, Object.hasOwn(sentences.runs, code) ? 'runs' : 'directory')
}

/** Below this nobody calls it late: the spread, and the time a worker takes to look. */
const punctual = 10 * 60_000

function scheduleTexts(run: Run, timeZone: string): string[] {
  const texts: string[] = []
  if (run.scheduledFor) {
    const late = run.createdAt.getTime() - run.scheduledFor.getTime()
    texts.push(say('run.dueAt', { at: moment(run.scheduledFor, timeZone).text }))
    if (late > punctual) texts.push(say('run.late', { late: duration(late) }))
  }
  if (run.missed > 0) texts.push(say('run.missedTimes', { missed: run.missed }))
  if (run.delayedRemovals > 0) texts.push(say('run.delayed', { people: run.delayedRemovals }))
  if (isActive(run.state) && run.retryAt && run.fault)
    texts.push(say('run.tryAgain', { fault: faultText(run.fault), at: moment(run.retryAt, timeZone).text }))
  return texts
}
