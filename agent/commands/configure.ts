import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { defaultPorts } from '@/lib/settings/choices'
import { ConnectionSettings, Password } from '@/lib/settings/connection'
import { askPerson } from '../ask-person'
import { agentFolder, env } from '../env'
import { givenSecret } from '../given-secret'
import { readPassword, writePassword } from '../password'
import { LocalLimits, readSettings, writeSettings } from '../settings'

export type ConnectionOptions = {
  host?: string[]
  security?: string
  caFile?: string
  baseDn?: string
  user?: string
  allowBase?: string[]
  allowAttribute?: string[]
  /** Empty = no limit any more. */
  allowFilter?: string
}

/**
 * Tells this agent about its directory, or changes what is named. The password is typed, or comes by environment or file;
 * it is sealed on this machine and never leaves it.
 */
export async function configure(options: ConnectionOptions): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const settings = readSettings(folder)
  const before = settings.connection
  const security = z.enum(['ldaps', 'starttls']).parse(options.security ?? before?.security ?? 'ldaps')
  const named = options.host ?? (before ? null : [await askPerson('Domain controller, e.g. dc1.example.com')])
  const connection = ConnectionSettings.parse({
    hosts: named ? named.map(text => hostOf(text, defaultPorts[security])) : before?.hosts,
    security,
    ca: options.caFile ? readFileSync(options.caFile, 'utf8') : (before?.ca ?? null),
    baseDn: options.baseDn ?? before?.baseDn ?? null,
    userId: options.user ?? before?.userId ?? (await askPerson('Account that reads, e.g. svc-enrollment@example.com')),
  })
  const limits = LocalLimits.parse({
    baseDns: options.allowBase ?? settings.limits.baseDns,
    attributes: options.allowAttribute ?? settings.limits.attributes,
    filter: options.allowFilter === '' ? null : (options.allowFilter ?? settings.limits.filter),
  })
  const { ENROLLMENT_AGENT_PASSWORD: password, ENROLLMENT_AGENT_PASSWORD_FILE: file } = environment
  const given = givenSecret(password, file)
  const isNew = connection.userId !== before?.userId || !readPassword(folder, environment.CREDENTIALS_DIRECTORY)
  const typed = given ?? (isNew ? await askPerson('Its password', { secret: true }) : null)
  if (typed !== null) writePassword(folder, Password.parse(typed))
  writeSettings(folder, { ...settings, connection, limits })
  console.log(`${settings.name} reads ${connection.hosts.map(({ host }) => host).join(', ')} as ${connection.userId}.`)
  if (limits.baseDns) console.log(`Nothing outside of ${limits.baseDns.join(' and ')} can be read.`)
  if (limits.attributes) console.log(`Of people no more than ${limits.attributes.join(', ')} can be read.`)
  if (limits.filter) console.log(`Nobody whom ${limits.filter} does not match can be read.`)
}

/** `dc1.example.com`, or with a port behind a colon; IPv6 in brackets. */
function hostOf(text: string, port: number): { host: string; port: number } {
  const [, host = text, given] = /^(.*?)(?::(\d+))?$/.exec(text.trim()) ?? []
  return { host, port: given ? Number(given) : port }
}
