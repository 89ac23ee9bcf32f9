import { createHash } from 'node:crypto'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { FurtherSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { furtherSettings } from './further-settings'

/** What a step of the wizard shows of a connector, and changes when it is saved. */
const shown = {
  connection: ({ name, draft }: Connector) => [name, draft.connection],
  'organizational-units': ({ draft }: Connector) => draft.organizationalUnits,
  'distribution-lists': (_: Connector, further: FurtherSettings) => [further.distributionLists, further.groups],
  'user-attributes': (_: Connector, further: FurtherSettings) => [further.mapping, further.joining],
  'inclusion-rules': (_: Connector, further: FurtherSettings) => further.inclusion,
  'exclusion-rules': (_: Connector, further: FurtherSettings) => further.exclusions.incoming,
  exclusions: (_: Connector, further: FurtherSettings) => further.exclusions.protected,
  schedule: ({ scheduleRevision }: Connector) => scheduleRevision,
  safety: (_: Connector, further: FurtherSettings) => [further.safety, further.leaving],
} as const

export type SavedStep = keyof typeof shown
export const savedSteps = Object.keys(shown) as SavedStep[]
/** A step as somebody saw it who edits it; the hash is one of `stepHash`. */
export type Seen = { step: SavedStep; hash: string }

/** Equal as long as the step shows the same, whoever changed it and however: a step, a file, a version, the command line. */
export const stepHash = (step: SavedStep, connector: Connector, further: FurtherSettings): string =>
  createHash('sha256')
    .update(JSON.stringify(shown[step](connector, further)))
    .digest('hex')

/** Fault `step-changed`: the step is not any more as its editor saw it, and what somebody else saved would be lost. */
export async function stepUnchanged(
  tx: OrganizationTransaction,
  connector: Connector,
  seen: Seen | undefined,
): Promise<Outcome<null>> {
  if (!seen) return done(null)
  const further = await furtherSettings(tx, connector.id)
  return stepHash(seen.step, connector, further) === seen.hash ? done(null) : refused('step-changed')
}
