import type { RunSeen } from '@/lib/agent-protocol/run-messages'

type Counters = Record<string, number>

/** What each sum is made of, in the order of the report: the parts of a line add up to its first number. */
const sums = {
  read: [
    ['added', 'added'],
    ['linked', 'linked'],
    ['updated', 'updated'],
    ['reactivated', 'reactivated'],
    ['deactivatedRead', 'deactivated'],
    ['released', 'released'],
    ['unchanged', 'unchanged'],
    ['skipped', 'skipped'],
    ['heldRead', 'held'],
    ['failedRead', 'failed'],
  ],
  notRead: [
    ['suspected', 'missed once'],
    ['deactivatedAbsent', 'deactivated'],
    ['leftAlone', 'left alone'],
    ['heldAbsent', 'held'],
    ['failedAbsent', 'failed'],
  ],
} as const
const names = { read: 'read', notRead: 'not read' } as const

/** `read 12 = added 1 + unchanged 11`: every person once, and nobody who was read is missing. Parts of nobody are left out. */
export function reportLines(report: Counters): string[] {
  return (['read', 'notRead'] as const).flatMap(sum => {
    const whole = report[sum] ?? 0
    const parts = sums[sum].map(([name, word]) => ({ word, count: report[name] ?? 0 })).filter(({ count }) => count > 0)
    if (whole === 0 && parts.length === 0) return []
    const total = parts.reduce((all, { count }) => all + count, 0)
    const line = `${names[sum]} ${whole} = ${parts.map(({ word, count }) => `${word} ${count}`).join(' + ') || '0'}`
    return total === whole ? [line] : [`${line} (these do not add up: tell the administrator of the portal)`]
  })
}

const phases: Record<string, string> = {
  queued: 'Waiting for the portal to begin',
  importing: 'Reading the directory',
  planning: 'Comparing with Messenger',
  applying: 'Making the changes',
}

/** Where a run is. */
export function progressLine({ state, progress: { done, total } }: Pick<RunSeen, 'state' | 'progress'>): string {
  const phase = phases[state] ?? state
  if (done === 0) return `${phase} …`
  return total === null ? `${phase}: ${done} so far` : `${phase}: ${done} of ${total}`
}

const kinds: Record<string, string> = {
  synchronize: 'synchronization',
  preview: 'preview',
  approved: 'approved plan',
  revert: 'revert',
}
const causes: Record<string, string> = {
  manual: 'by hand in the portal',
  'command-line': 'at the portal’s command line',
  agent: 'on an agent’s machine',
  scheduled: 'by the schedule',
  approval: 'after an approval',
}

/** A run in the history: what it was, how it ended, and its numbers. */
export function historyLines(run: RunSeen): string[] {
  const kind = `${run.quick ? 'quick ' : ''}${kinds[run.kind] ?? run.kind}`
  return [
    `Run ${run.number}  ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC  ${kind}, ${causes[run.cause] ?? run.cause}`,
    ...(run.outcome === 'under-way' ? [progressLine(run)] : []).map(indented),
    ...[...run.says, ...(run.report ? reportLines(run.report) : [])].map(indented),
  ]
}

export const indented = (line: string): string => `  ${line}`
