import { fingerprintOf } from '@/lib/agent-protocol/keys'
import { exchangeKey, prepareKey } from '../exchange-key'
import { openAgent } from '../open-agent'
import { requireAgentKey } from '../settings'

/** A new key in place of the one in use; the service goes on meanwhile. */
export async function rotate(): Promise<void> {
  const { folder, settings, portal } = openAgent()
  prepareKey(folder)
  await exchangeKey(folder, settings, portal)
  console.log(`${settings.name} has a new key, and the one before it is good for nothing once this one was used.`)
  console.log(`New fingerprint ${fingerprintOf(requireAgentKey(folder).keyId)}`)
}
