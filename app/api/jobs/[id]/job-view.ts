import { managersIn, type TraceView, traceView } from '@/app/trace/trace-view'
import {
  ExclusionCheck,
  FoundEntries,
  InclusionCheck,
  type InclusionCount,
  type ListSurvey,
  MappingCheck,
} from '@/lib/connectors/job-request'
import type { ReadFault } from '@/lib/directory/read-fault'
import type { DirectoryNode, ProbeReport, UnitMatch } from '@/lib/directory/source'
import type { CheckResult } from '@/lib/runs/check-person'
import { sentence } from '@/lib/words/words'
import { fillLine } from './fill-line'
import { type ProbeView, probeView, waitingProbe } from './probe-view'

/** A directory job as a page shows it. */
export type JobView =
  | { kind: 'probe'; ended: boolean; probe: ProbeView }
  | { kind: 'units'; ended: true; units: DirectoryNode[] }
  | { kind: 'units-found'; ended: true; found: UnitMatch[] }
  // In the order of what was asked for; null = the directory shows no such unit.
  | { kind: 'units-named'; ended: true; named: (DirectoryNode | null)[] }
  | { kind: 'inclusion'; ended: true; faults: string[]; count: InclusionCount | null }
  | ({ kind: 'lists'; ended: true; lists: number } & Pick<ListSurvey, 'reach' | 'gone' | 'partial'>)
  | ({ kind: 'mapping'; ended: true } & MappingView)
  | ({ kind: 'exclusions'; ended: true } & ExclusionCheck)
  | { kind: 'entries'; ended: true; people: EntryView[] }
  | { kind: 'check'; ended: true; people: CheckedPerson[] }
  | { kind: 'waiting'; ended: false }
  | { kind: 'failed'; ended: true; text: string }

/** What an earlier run did about somebody, in words, and where it is explained. */
export type HistoryLine = { href: string; run: string; text: string }
/** Somebody as the directory and the configuration have them now, and what became of them before. */
export type CheckedPerson = TraceView & { history: HistoryLine[] }

type Job = { kind: string; state: 'queued' | 'running' | 'done' | 'failed'; result: unknown }

/**
 * The result was written by our own worker, in the shape its kind names (db/schema/connectors).
 * @param names display names by anchor, for managers
 * @param history what runs did about people before, by anchor
 */
export function jobView(
  { kind, state, result }: Job,
  names: ReadonlyMap<string, string> = new Map(),
  history: ReadonlyMap<string, HistoryLine[]> = new Map(),
): JobView {
  if (state === 'failed') return { kind: 'failed', ended: true, text: faultText(result) }
  if (kind === 'probe') {
    const probe = result ? probeView(result as ProbeReport) : waitingProbe()
    return { kind: 'probe', ended: state === 'done', probe }
  }
  if (state === 'done' && kind === 'check-inclusion') return inclusionView(InclusionCheck.parse(result))
  if (state === 'done' && kind === 'check-mapping') return mappingView(MappingCheck.parse(result))
  if (state === 'done' && kind === 'check-exclusions')
    return { kind: 'exclusions', ended: true, ...ExclusionCheck.parse(result) }
  if (state === 'done' && kind === 'find-entries') return entriesView(FoundEntries.parse(result))
  if (state === 'done' && kind === 'survey-lists') return listsView(result as ListSurvey)
  if (state === 'done' && kind === 'check')
    return {
      ...{ kind: 'check', ended: true },
      people: (result as CheckResult).people.map(trace => ({
        ...traceView(trace, names),
        history: history.get(trace.anchor) ?? [],
      })),
    }
  if (state === 'done' && kind === 'find-units')
    return { kind: 'units-found', ended: true, found: result as UnitMatch[] }
  if (state === 'done' && kind === 'resolve-units')
    return { kind: 'units-named', ended: true, named: result as (DirectoryNode | null)[] }
  if (state === 'done') return { kind: 'units', ended: true, units: result as DirectoryNode[] }
  return { kind: 'waiting', ended: false }
}

/** The lists themselves come in pages. */
const listsView = ({ lists, reach, gone, partial }: ListSurvey): JobView => ({
  ...{ kind: 'lists', ended: true, lists: lists.length, reach, gone, partial },
})

type MappingView = Pick<MappingCheck, 'people' | 'fine' | 'partial'> & {
  unknown: string[]
  problems: { text: string; names: string[]; more: number }[]
  /** How many people have a value, by the name of the field. */
  full: Record<string, string | null>
}

function mappingView({ people, fine, partial, unknown, problems, fields }: MappingCheck): JobView {
  return {
    ...{ kind: 'mapping', ended: true, people, fine, partial },
    unknown: unknown.map(({ code, args }) => sentence(code, args, 'sync')),
    problems: problems.map(({ code, example, people: count, names }) => ({
      text: sentence(code, { ...example, people: count }, 'problems'),
      names,
      more: count - names.length,
    })),
    full: Object.fromEntries(fields.map(field => [field.name, fillLine(field, { people, partial })])),
  }
}

/** Somebody as the directory has them. */
type EntryView = { anchor: string; name: string; mail: string | null; attributes: Record<string, string[]> }

const entriesView = ({ entries }: FoundEntries): JobView => ({
  ...{ kind: 'entries', ended: true },
  people: entries.map(({ anchor, dn, attributes }) => ({
    anchor,
    name: attributes.displayName?.[0] ?? attributes.cn?.[0] ?? dn,
    mail: attributes.mail?.[0] ?? null,
    attributes,
  })),
})

function inclusionView(check: InclusionCheck): JobView {
  const faults = check.fits ? [] : check.faults.map(({ code, args }) => sentence(code, args, 'sync'))
  return { kind: 'inclusion', ended: true, faults, count: check.fits ? check.count : null }
}

function faultText(result: unknown): string {
  const fault = result as Partial<ReadFault> | null
  return sentence(fault?.code ?? 'unexpected', fault?.args ?? {}, 'directory')
}

/** Whom a finished check found. */
export const peopleChecked = ({ kind, state, result }: Job): string[] =>
  kind === 'check' && state === 'done' ? (result as CheckResult).people.map(({ anchor }) => anchor) : []

/** Whose names a finished check speaks of. */
export const namesWanted = ({ kind, state, result }: Job): string[] =>
  kind === 'check' && state === 'done' ? (result as CheckResult).people.flatMap(managersIn) : []
