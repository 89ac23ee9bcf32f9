import { say } from '@/app/messages/say'
import { duration, type Moment, moment } from '@/app/ui/moment'
import type { Run } from '@/lib/store/runs'
import { isPreview, type RunKind, type RunState } from '@/lib/sync/run-state'

/** A run in a list, in words and numbers. */
export type RunLine = {
  id: string
  number: number
  connectorId: string
  connector: string
  kind: RunKind
  state: RunState
  stateText: string
  kindText: string
  causeText: string
  started: Moment
  took: string | null
  removals: number
  /** Whether the totals count what would be done, and this run does none of it. */
  planned: boolean
  /** null while there is no report. */
  totals: { added: number; updated: number; deactivated: number; problems: number } | null
}

/** @param timeZone the organization's */
export function runLine(run: Run, timeZone: string, connectors: readonly { id: string; name: string }[]): RunLine {
  const began = run.startedAt ?? run.createdAt
  return {
    id: run.id,
    number: run.number,
    connectorId: run.connectorId,
    connector: connectors.find(connector => connector.id === run.connectorId)?.name ?? '',
    kind: run.kind,
    state: run.state,
    stateText: say(`runState.${run.state}`),
    kindText: say(run.quick && !run.fullBecause ? `runKindQuick.${run.kind}` : `runKind.${run.kind}`),
    causeText: say(`runCause.${run.cause}`),
    started: moment(began, timeZone),
    took: run.finishedAt ? duration(run.finishedAt.getTime() - began.getTime()) : null,
    removals: run.removals ?? 0,
    planned: isPreview(run) && run.report !== null,
    totals: totals(run),
  }
}

function totals({ report }: Run): RunLine['totals'] {
  if (!report) return null
  return {
    added: report.added + report.linked,
    updated: report.updated + report.reactivated,
    deactivated: report.deactivatedRead + report.deactivatedAbsent,
    problems: report.problems,
  }
}
