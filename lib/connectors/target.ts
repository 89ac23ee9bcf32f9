import { createHash } from 'node:crypto'
import type { ConnectionSettings } from '@/lib/settings/connection'

type Trusted = Pick<ConnectionSettings, 'hosts' | 'security' | 'ca' | 'pins'>

/**
 * What a password was typed for: hosts, ports, kind of encryption, trusted authority and pinned keys, as a hash (hex). A stored
 * password is only ever sent where this is equal.
 */
export function secretTarget({ hosts, security, ca, pins = [] }: Trusted): string {
  const places = hosts.map(({ host, port }) => [host.toLowerCase().replace(/\.$/, ''), port])
  // Without pins as ever, so that passwords stored before there were any stay where they belong.
  return sha256(JSON.stringify([places, security, ca?.trim() ?? null, ...(pins.length > 0 ? [pins.toSorted()] : [])]))
}

/**
 * Names one state of a draft's connection, its password included (by the sealed text, which is new with each typing), so
 * that a passed test counts for exactly what was tested.
 */
export function connectionHash(connection: ConnectionSettings, sealed: string | null): string {
  const { baseDn, userId } = connection
  return sha256(JSON.stringify([secretTarget(connection), baseDn, userId, sealed]))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
