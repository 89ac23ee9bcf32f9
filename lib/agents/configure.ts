import type * as z from 'zod'
import type { ConfigurationRequest, FoundInDirectory } from '@/lib/agent-protocol/configuration-messages'
import {
  type AskedOfDirectory,
  askedOfDirectory,
  configureFromAgent,
  type LookedFile,
  type Proposal,
  proposeFromAgent,
} from '@/lib/connectors/configure-from-agent'
import { done, type Outcome, refused } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { agentOf } from './agent-of'
import type { Caller } from './reply'

/** What became of a file that was brought from an agent's machine. */
export type Configured =
  | { state: 'asks'; asked: AskedOfDirectory }
  | { state: 'fits'; connector: string; proposal: Proposal }
  | { state: 'live'; connector: string; version: number }

/**
 * Takes a configuration file from an agent's machine, in three steps: what has to be looked up there, what it would change,
 * and, when somebody agreed to exactly this, the change. Faults: those of `lib/connectors/configure-from-agent`,
 * `agent-unknown`, `connection-not-tested`.
 */
export async function configureOf(
  caller: Caller,
  { text, found, agreed }: z.infer<typeof ConfigurationRequest>,
): Promise<Outcome<Configured>> {
  const { organizationId } = caller
  const own = await inOrganization(organizationId, tx => agentOf(tx, caller))
  if (!own) return refused('agent-unknown')
  const { actor, connector } = own
  if (!found) {
    const asked = await askedOfDirectory(organizationId, connector.id, text)
    return asked.ok ? done({ state: 'asks', asked: asked.value }) : asked
  }
  if (!found.passed) return refused('connection-not-tested')
  const file = lookedFile(text, found)
  if (agreed === null) {
    const proposal = await proposeFromAgent(organizationId, actor, connector.id, file)
    return proposal.ok ? done({ state: 'fits', connector: connector.name, proposal: proposal.value }) : proposal
  }
  const live = await configureFromAgent(organizationId, actor, connector.id, file, agreed)
  return live.ok ? done({ state: 'live', connector: connector.name, ...live.value }) : live
}

function lookedFile(text: string, { asked, units, lists, attributes }: FoundInDirectory): LookedFile {
  const named = (one: { anchor: LookedAnchor; dn: string } | null | undefined) =>
    one ? { anchor: one.anchor, dn: one.dn } : null
  return {
    text,
    looked: {
      units: new Map(asked.units.map((reference, at) => [reference, named(units[at])])),
      lists: new Map(
        asked.lists.map((reference, at) => [reference, lists[at]?.kind === 'list' ? named(lists[at]) : null]),
      ),
    },
    schema: new Map(asked.attributes.map((name, at) => [name.toLowerCase(), attributes[at] ?? null])),
  }
}
type LookedAnchor = NonNullable<FoundInDirectory['units'][number]>['anchor']
