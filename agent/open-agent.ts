import { type AgentEnvironment, agentFolder, env } from './env'
import { prepareNetwork } from './network'
import { openPortal, type Portal } from './portal'
import { type AgentSettings, readSettings, requireAgentKey } from './settings'

export type OpenAgent = { environment: AgentEnvironment; folder: string; settings: AgentSettings; portal: Portal }

/** The agent of this machine with its way to the portal. @throws Error before setup */
export function openAgent(): OpenAgent {
  const environment = env()
  const folder = agentFolder(environment)
  const settings = readSettings(folder)
  prepareNetwork(environment)
  return { environment, folder, settings, portal: openPortal(settings.portal, () => requireAgentKey(folder)) }
}
