import { fingerprintOf } from '@/lib/agent-protocol/keys'
import { agentFolder, env } from '../env'
import { localDirectory, readAgentKey, readSettings } from '../settings'

/** What this machine is, and what it may read. */
export function status(): void {
  const folder = agentFolder(env())
  const settings = readSettings(folder)
  const key = readAgentKey(folder)
  const directory = localDirectory(settings)
  const lines = {
    agent: settings.name,
    portal: settings.portal,
    fingerprint: key ? fingerprintOf(key.keyId) : 'no key',
    directory: directory ? directory.hosts.map(({ host, port }) => `${host}:${port}`).join(', ') : 'not configured',
    account: directory?.userId ?? 'not configured',
    'may read': settings.limits.baseDns?.join(' and ') ?? 'whatever the account may read',
    people: settings.limits.filter ?? 'whoever the account may read',
    attributes: settings.limits.attributes?.join(', ') ?? 'those that the portal asks for',
  }
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(12)} ${value}`)
}
