import { say } from '@/app/messages/say'
import type { ProblemCause } from '@/lib/store/changes-list'

/** What somebody who configures can do here about all the people of a cause; the step that it leads to shows whom it concerns. */
export type Remedy = { href: string; text: string }

type Place = { connectorId: string; runId: string }
type Cause = Pick<ProblemCause, 'code' | 'about' | 'leftOut'>

const ofTheMapping = ['value-missing', 'value-too-long', 'mapping-failed', 'photo-too-large']
/** Values that one exclusion holds (lib/settings/exclusions). */
const mostNamed = 500

export function remediesFor(cause: Cause, { connectorId, runId }: Place): Remedy[] {
  const setup = `/directory-sync/connectors/${connectorId}/setup`
  return [
    ...(ofTheMapping.includes(cause.code)
      ? [{ href: `${setup}/user-attributes`, text: say('changes.toMapping') }]
      : []),
    ...leavingOut(cause, runId).map(({ of, text }) => ({
      href: `${setup}/exclusion-rules?${new URLSearchParams(of)}`,
      text,
    })),
  ]
}

/** A whole domain by its addresses; others by name, as many as one exclusion holds. */
function leavingOut({ code, about, leftOut }: Cause, run: string): { of: Record<string, string>; text: string }[] {
  if (code === 'domain-unverified' && about !== null)
    return [{ of: { leaveOut: about }, text: say('changes.leaveOut', { domain: about }) }]
  if (leftOut === 0 || leftOut > mostNamed) return []
  const of = { run, problem: code, ...(about === null ? {} : { about }) }
  return [{ of, text: say('changes.leaveOutPeople', { people: leftOut }) }]
}
