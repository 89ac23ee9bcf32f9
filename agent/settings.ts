import path from 'node:path'
import * as z from 'zod'
import { type AgentKey, readKey, writeKey } from '@/lib/agent-protocol/keys'
import type { LocalDirectory } from '@/lib/agent-protocol/messages'
import { parseSearchFilter } from '@/lib/directory/formats/search-filter'
import { writeSearchFilter } from '@/lib/directory/formats/write-search-filter'
import { ConnectionSettings } from '@/lib/settings/connection'
import { makePrivateFolder, readPrivately, removeFolder, renameFile, writePrivately } from './files'

/** A filter as RFC 4515 writes it, understood and written anew, so that nothing else than what was understood is sent. */
const PeopleFilter = z.string().transform((text, context) => {
  const parsed = parseSearchFilter(text)
  if ('filter' in parsed) return writeSearchFilter(parsed.filter)
  const { code, args } = parsed.fault
  context.addIssue({ code: 'custom', message: `cannot be read as a filter (${code} at character ${args.position})` })
  return z.NEVER
})

/** What may be read at most, whatever the portal asks for; null = no limit. */
export const LocalLimits = z.object({
  baseDns: z.array(z.string().trim().min(1)).min(1).nullable().default(null),
  attributes: z.array(z.string().trim().min(1)).min(1).nullable().default(null),
  /** Which people; it is a part of every search that this machine sends. */
  filter: PeopleFilter.nullable().default(null),
})
export type LocalLimits = z.infer<typeof LocalLimits>
export const noLimits: LocalLimits = { baseDns: null, attributes: null, filter: null }

/** Everything this machine knows, but for its key and the directory's password, which have files of their own. */
export const AgentSettings = z.object({
  /** The portal's address with its base path, without a slash at the end. */
  portal: z.url(),
  agentId: z.guid(),
  name: z.string(),
  connection: ConnectionSettings.nullable().default(null),
  limits: LocalLimits.prefault({}),
})
export type AgentSettings = z.infer<typeof AgentSettings>

const files = { settings: 'agent.json', key: 'key.pem', nextKey: 'key.next.pem' }
const inFolder = (folder: string, name: keyof typeof files) => path.join(folder, files[name])

/** @throws Error when the agent was not set up here, or its file is damaged */
export function readSettings(folder: string): AgentSettings {
  const text = readPrivately(inFolder(folder, 'settings'))
  if (text === null) throw new Error(`There is no agent in ${folder}. Run the setup command first.`)
  const parsed = AgentSettings.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`${inFolder(folder, 'settings')} is damaged.\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

export function writeSettings(folder: string, settings: AgentSettings): void {
  makePrivateFolder(folder)
  writePrivately(inFolder(folder, 'settings'), `${JSON.stringify(settings, null, 2)}\n`)
}

/** The key in use, or null before setup. */
export function readAgentKey(folder: string): AgentKey | null {
  const pem = readPrivately(inFolder(folder, 'key'))
  return pem === null ? null : readKey(pem)
}

export function writeAgentKey(folder: string, key: AgentKey): void {
  makePrivateFolder(folder)
  writePrivately(inFolder(folder, 'key'), writeKey(key))
}

/** A key that was made and perhaps announced, and is not in use yet. */
export function readNextKey(folder: string): AgentKey | null {
  const pem = readPrivately(inFolder(folder, 'nextKey'))
  return pem === null ? null : readKey(pem)
}

export const writeNextKey = (folder: string, key: AgentKey): void =>
  writePrivately(inFolder(folder, 'nextKey'), writeKey(key))
/** Everything that setup and configure left in the folder. */
export const removeEverything = (folder: string): void => removeFolder(folder)

/** The next key is the key from here on. */
export const adoptNextKey = (folder: string): void => renameFile(inFolder(folder, 'nextKey'), inFolder(folder, 'key'))

/** @throws Error before setup */
export function requireAgentKey(folder: string): AgentKey {
  const key = readAgentKey(folder)
  if (!key) throw new Error(`There is no key in ${folder}. Run the setup command first.`)
  return key
}

/** What the portal may know about it. */
export function localDirectory({ connection, limits }: AgentSettings): LocalDirectory | null {
  if (!connection) return null
  const { hosts, security, baseDn, userId } = connection
  return { hosts, security, baseDn, userId, limits }
}
