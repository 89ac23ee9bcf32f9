import { Resolver } from 'node:dns/promises'
import type { Environment } from '@/lib/env'
import { parseAddress } from './address'

/** What a name's TXT records hold, each in one piece; or why they cannot be told: a code of lib/words/en/domains.json. */
export type TextRecords =
  | { ok: true; records: string[] }
  | { ok: false; code: 'dns-no-such-name' | 'dns-no-record' | 'dns-unreachable' }

/** How long a name server is waited for, and how often it is asked. */
const patience = { timeout: 3_000, tries: 2 }

/**
 * Asks the name servers that the operator named, or the machine's own, for a domain's TXT records (RFC 1035 §3.3.14). No other
 * server is ever asked, whatever stands in the domain.
 */
export async function lookUpText(
  name: string,
  { ENROLLMENT_DNS_SERVERS: servers }: Pick<Environment, 'ENROLLMENT_DNS_SERVERS'>,
): Promise<TextRecords> {
  const resolver = new Resolver(patience)
  if (servers) resolver.setServers(parseServers(servers))
  try {
    return { ok: true, records: (await resolver.resolveTxt(name)).map(pieces => pieces.join('')) }
  } catch (error) {
    return { ok: false, code: codeOf(error) }
  }
}

/** @throws Error naming the part that is no address, with or without a port */
export function parseServers(list: string): string[] {
  const servers = list
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
  for (const server of servers) {
    const [, bracketed, plain] = server.match(/^(?:\[(.+)\](?::\d{1,5})?|([^:]+)(?::\d{1,5})?)$/) ?? []
    if (!parseAddress(bracketed ?? plain ?? server)) throw new Error(`"${server}" is not the address of a name server`)
  }
  return servers
}

function codeOf(error: unknown): Exclude<TextRecords, { ok: true }>['code'] {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOTFOUND') return 'dns-no-such-name'
  return code === 'ENODATA' ? 'dns-no-record' : 'dns-unreachable'
}
