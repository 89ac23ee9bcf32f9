import { managersIn, type TraceView, traceView } from '@/app/trace/trace-view'
import { InclusionCheck, type InclusionCount, type ListSurvey } from '@/lib/connectors/job-request'
import type { ReadFault } from '@/lib/directory/read-fault'
import type { DirectoryNode, ProbeReport } from '@/lib/directory/source'
import type { CheckResult } from '@/lib/runs/check-person'
import { sentence } from '@/lib/words/words'
import { type ProbeView, probeView, waitingProbe } from './probe-view'

/** A directory job as a page shows it. */
export type JobView =
  | { kind: 'probe'; ended: boolean; probe: ProbeView }
  | { kind: 'units'; ended: true; units: DirectoryNode[] }
  | { kind: 'inclusion'; ended: true; faults: string[]; count: InclusionCount | null }
  | { kind: 'lists'; ended: true; lists: number; reach: ListSurvey['reach']; partial: boolean }
  | { kind: 'check'; ended: true; people: TraceView[] }
  | { kind: 'waiting'; ended: false }
  | { kind: 'failed'; ended: true; text: string }

type Job = { kind: string; state: 'queued' | 'running' | 'done' | 'failed'; result: unknown }

/**
 * The result was written by our own worker, in the shape its kind names (db/schema/connectors).
 * @param names display names by anchor, for managers
 */
export function jobView({ kind, state, result }: Job, names: ReadonlyMap<string, string> = new Map()): JobView {
  if (state === 'failed') return { kind: 'failed', ended: true, text: faultText(result) }
  if (kind === 'probe') {
    const probe = result ? probeView(result as ProbeReport) : waitingProbe()
    return { kind: 'probe', ended: state === 'done', probe }
  }
  if (state === 'done' && kind === 'check-inclusion') return inclusionView(InclusionCheck.parse(result))
  if (state === 'done' && kind === 'survey-lists') return listsView(result as ListSurvey)
  if (state === 'done' && kind === 'check')
    return { kind: 'check', ended: true, people: (result as CheckResult).people.map(trace => traceView(trace, names)) }
  if (state === 'done') return { kind: 'units', ended: true, units: result as DirectoryNode[] }
  return { kind: 'waiting', ended: false }
}

/** The lists themselves come in pages. */
const listsView = ({ lists, reach, partial }: ListSurvey): JobView => ({
  ...{ kind: 'lists', ended: true, lists: lists.length, reach, partial },
})

function inclusionView(check: InclusionCheck): JobView {
  const faults = check.fits ? [] : check.faults.map(({ code, args }) => sentence(code, args, 'sync'))
  return { kind: 'inclusion', ended: true, faults, count: check.fits ? check.count : null }
}

function faultText(result: unknown): string {
  const fault = result as Partial<ReadFault> | null
  return sentence(fault?.code ?? 'unexpected', fault?.args ?? {}, 'directory')
}

/** Whose names a finished check speaks of. */
export const namesWanted = ({ kind, state, result }: Job): string[] =>
  kind === 'check' && state === 'done' ? (result as CheckResult).people.flatMap(managersIn) : []
