import { fingerprintOf } from '@/lib/agent-protocol/keys'
import { agentFolder, env } from '../env'
import { exchangeKey, prepareKey } from '../exchange-key'
import { prepareNetwork } from '../network'
import { openPortal } from '../portal'
import { readSettings, requireAgentKey } from '../settings'

/** A new key in place of the one in use; the service goes on meanwhile. */
export async function rotate(): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const settings = readSettings(folder)
  prepareNetwork(environment)
  prepareKey(folder)
  await exchangeKey(
    folder,
    settings,
    openPortal(settings.portal, () => requireAgentKey(folder)),
  )
  console.log(`New fingerprint ${fingerprintOf(requireAgentKey(folder).keyId)}`)
}
