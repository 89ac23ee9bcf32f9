import { makeKey, signWith } from '@/lib/agent-protocol/keys'
import { rotationText } from '@/lib/agent-protocol/messages'
import type { Portal } from './portal'
import { type AgentSettings, adoptNextKey, readNextKey, writeNextKey } from './settings'

/**
 * Goes over to a key that was made for it. The next key is on the disk before the portal hears of it, and the portal takes
 * the old one until the new one was used: whenever this is broken off, one of the two works, and it is done again.
 */
export async function exchangeKey(
  folder: string,
  { agentId }: Pick<AgentSettings, 'agentId'>,
  portal: Portal,
): Promise<void> {
  const next = readNextKey(folder)
  if (!next) return
  const { publicKey } = next
  const proof = signWith(next, rotationText(agentId, publicKey)).toString('base64')
  await portal.post('rotate', { publicKey, proof })
  adoptNextKey(folder)
}

/** Makes the next key, unless there is one that waits already. */
export function prepareKey(folder: string): void {
  if (!readNextKey(folder)) writeNextKey(folder, makeKey())
}
