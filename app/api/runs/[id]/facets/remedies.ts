import { say } from '@/app/messages/say'
import type { ProblemCause } from '@/lib/store/changes-list'

/** What somebody who configures can do here about all the people of a cause; the step that it leads to shows whom it concerns. */
export type Remedy = { href: string; text: string }

const ofTheMapping = ['value-missing', 'value-too-long', 'mapping-failed', 'photo-too-large']

export function remediesFor({ code, about }: Pick<ProblemCause, 'code' | 'about'>, connectorId: string): Remedy[] {
  const setup = `/directory-sync/connectors/${connectorId}/setup`
  if (code === 'domain-unverified' && about !== null)
    return [
      {
        href: `${setup}/exclusion-rules?${new URLSearchParams({ leaveOut: about })}`,
        text: say('changes.leaveOut', { domain: about }),
      },
    ]
  return ofTheMapping.includes(code) ? [{ href: `${setup}/user-attributes`, text: say('changes.toMapping') }] : []
}
