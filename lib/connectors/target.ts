import { createHash } from 'node:crypto'
import type { ConnectionSettings } from '@/lib/settings/connection'

/**
 * What a password was typed for: hosts, ports, kind of encryption, trusted authority, pinned keys and account, as a hash (hex).
 * A stored password is only ever sent where this is equal, and for nobody else.
 */
export function secretTarget({ hosts, security, ca, pins = [], userId }: Omit<ConnectionSettings, 'baseDn'>): string {
  const places = hosts.map(({ host, port }) => [host.toLowerCase().replace(/\.$/, ''), port])
  return sha256(JSON.stringify([places, security, ca?.trim() ?? null, pins.toSorted(), userId]))
}

/**
 * Names one state of a draft's connection, its password included (by the sealed text, which is new with each typing), so
 * that a passed test counts for exactly what was tested.
 */
export const connectionHash = (connection: ConnectionSettings, sealed: string | null): string =>
  sha256(JSON.stringify([secretTarget(connection), connection.baseDn, sealed]))

/** Names an account with its password at one target: what a directory accepts or refuses, wherever it is searched from. */
export const credentialsHash = (connection: ConnectionSettings, sealed: string): string =>
  sha256(JSON.stringify([secretTarget(connection), sealed]))

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
