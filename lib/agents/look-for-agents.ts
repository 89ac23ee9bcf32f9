import { env } from '@/lib/env'
import { raiseAlert } from '@/lib/notify/raise-alert'
import { listAgents } from '@/lib/store/agents'
import { listConnectorsWithNews, lockConnectorWithAgents } from '@/lib/store/agents-away'
import { anyTold } from '@/lib/store/alert-notices'
import { endTheseAlerts, listStanding } from '@/lib/store/alerts'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { offlineBefore } from './agent-state'
import { newsOfAgents } from './agent-troubles'

/** Tells administrators of agents that have not been heard of, and of those that are back. */
export async function lookForAgents(now: Date = new Date()): Promise<void> {
  const before = offlineBefore(now, env().ENROLLMENT_AGENT_OFFLINE_MINUTES)
  const found = await acrossOrganizations('look for agents that are away', across =>
    listConnectorsWithNews(across, before, now),
  )
  for (const { organizationId, id } of found) await inOrganization(organizationId, tx => tellOfAgents(tx, id, now))
}

async function tellOfAgents(tx: OrganizationTransaction, connectorId: string, now: Date): Promise<void> {
  const { needed } = await lockConnectorWithAgents(tx, connectorId)
  const agents = await listAgents(tx, connectorId)
  const standing = await listStanding(tx, connectorId, ['agent-offline', 'no-agent-left'])
  const at = { now, offlineMinutes: env().ENROLLMENT_AGENT_OFFLINE_MINUTES, needed }
  const { raise, over, back } = newsOfAgents(agents, standing, at)
  const about = { connectorId, runId: null, runNumber: null, at: now }
  const backIsNews = back !== null && (await anyTold(tx, over))
  await endTheseAlerts(tx, over, now)
  if (back && backIsNews) {
    const { id } = await raiseAlert(tx, { ...about, ...back })
    await endTheseAlerts(tx, [id], now)
  }
  for (const trouble of raise) await raiseAlert(tx, { ...about, ...trouble })
}
