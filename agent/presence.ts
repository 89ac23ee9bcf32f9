import { randomUUID } from 'node:crypto'
import os from 'node:os'
import type { Presence } from '@/lib/agent-protocol/messages'
import { protocolVersion } from '@/lib/agent-protocol/version'
import packageJson from '@/package.json' with { type: 'json' }

/** What this program says of itself; drawn once for each time it starts. */
export const presence: Presence = {
  protocol: protocolVersion,
  version: packageJson.version,
  instance: randomUUID(),
  host: os.hostname(),
  system: `${os.type()} ${os.release()} ${os.arch()}`,
}
