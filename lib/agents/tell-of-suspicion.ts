import { raiseAlert } from '@/lib/notify/raise-alert'
import { readAgent } from '@/lib/store/agents'
import { endTheseAlerts } from '@/lib/store/alerts'
import type { EnrollmentToken } from '@/lib/store/enrollment-tokens'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'

type Suspicion = { cause: string; because: { code: string; args: Record<string, string | number> } }

/** Milliseconds in which whoever comes again, under whatever name, is not told again. */
const quiet = 10 * 60_000

/** Tells administrators that somebody came with a token that was used already: from each machine once. */
export async function tellOfTriedToken(
  tx: OrganizationTransaction,
  { id, connectorId, agentName, refused }: EnrollmentToken,
  host: string,
  from: string | null,
): Promise<void> {
  const told = refused?.code === 'token-used' ? refused : null
  if (told && (Date.now() - Date.parse(told.at) < quiet || (told.host === host && told.from === from))) return
  const args = { agent: agentName, host, from: from ?? '?' }
  await tell(tx, connectorId, { cause: `token ${id}`, because: { code: 'token-tried', args } })
}

/** Tells administrators that two machines answer to one key. */
export function tellOfCopy(organizationId: string, agentId: string, host: string): Promise<void> {
  return inOrganization(organizationId, async tx => {
    const agent = await readAgent(tx, agentId)
    if (!agent) return
    const args = { agent: agent.name, host: agent.host, other: host }
    await tell(tx, agent.connectorId, { cause: `key ${agentId}`, because: { code: 'key-copied', args } })
  })
}

/** It happened, and is not something that stands: the next time is another one. */
async function tell(tx: OrganizationTransaction, connectorId: string, { cause, because }: Suspicion): Promise<void> {
  const at = new Date()
  const about = { connectorId, runId: null, runNumber: null, at }
  const { id } = await raiseAlert(tx, { ...about, event: 'agent-suspicious', cause, because: [because] })
  await endTheseAlerts(tx, [id], at)
}
