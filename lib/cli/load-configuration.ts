import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type AuthorityText, type ConfigFile, largestFile, type PasswordReference } from '@/lib/config-file/config-file'
import { readConfigFile } from '@/lib/config-file/read-config-file'
import { readAuthority } from '@/lib/directory/authority'
import { namedVariable } from '@/lib/env'
import type { Fault } from '@/lib/outcome'
import { type ConnectionSettings, Password } from '@/lib/settings/connection'
import { Refused, refuse } from './answer'

/** `reach`: how the portal reaches the directory itself; null = agents do, as they were told on their machines. */
export type Configuration = {
  file: ConfigFile
  reach: { connection: ConnectionSettings; password: string | null } | null
}

/**
 * Reads a configuration file with what it refers to on this machine: the authority's file, relative to it, and the
 * password's variable.
 * @throws Refused
 */
export async function loadConfiguration(path: string): Promise<Configuration> {
  const outcome = readConfigFile(await bytesOf(path))
  if (!outcome.ok) throw new Refused(outcome.faults)
  const file = outcome.value
  if (file.kind === 'agent') return { file, reach: null }
  const ca = await authorityOf(file.authority, dirname(resolve(path)))
  return { file, reach: { connection: { ...file.connection, ca }, password: passwordOf(file.password) } }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => refuse('file-missing', { file: path }))
  if (found.size > largestFile) refuse('file-too-large')
  return readFile(path).catch(() => refuse('file-unreadable', { file: path }))
}

async function authorityOf(authority: AuthorityText, folder: string): Promise<string | null> {
  if (authority.kind === 'public') return null
  const line: Fault['args'] = authority.kind === 'file' ? { line: authority.line } : {}
  const bytes =
    authority.kind === 'pem'
      ? authority.pem
      : await readFile(resolve(folder, authority.path)).catch(() =>
          refuse('ca-file-missing', { file: authority.path, ...line }),
        )
  const read = readAuthority(bytes)
  if (read.ok) return read.value.pem
  throw new Refused(read.faults.map(({ code, args }) => ({ code, args: { ...args, ...line } })))
}

/** The password to store; null = the one that is stored already. */
function passwordOf({ from, name }: PasswordReference): string | null {
  if (from === 'secret') return null
  const value = namedVariable(name) ?? refuse('password-variable-missing', { name })
  const password = Password.safeParse(value)
  if (password.success) return value
  throw new Refused(password.error.issues.map(({ message }) => ({ code: message, args: { name } })))
}
