import { lookup } from 'node:dns/promises'
import type { Environment } from '@/lib/env'
import {
  type IpAddress,
  isInside,
  isLoopback,
  isNeverAllowed,
  isPrivate,
  isPublic,
  parseAddress,
  parseNetworks,
} from './address'

/** Which addresses and ports outgoing directory connections may use. */
export type NetworkPolicy = {
  networks:
    | { kind: 'named'; list: [IpAddress, number][] }
    | { kind: 'private' }
    | { kind: 'public' }
    | { kind: 'anywhere' }
  ports: ReadonlySet<number>
  /** The sample company's own directory: one host and port on the loopback interface. */
  sample: { host: string; port: number } | null
}

export type PolicyEnvironment = Pick<
  Environment,
  | 'DATABASE_URL'
  | 'ENROLLMENT_DIRECTORY_NETWORKS'
  | 'ENROLLMENT_DIRECTORY_PORTS'
  | 'ENROLLMENT_HOSTING'
  | 'ENROLLMENT_SAMPLE_DIRECTORY'
>

/** Active Directory's four ports: LDAP and LDAPS, and the Global Catalog's. */
const directoryPorts = [389, 636, 3268, 3269] as const

export type AllowedAddress = { address: string; family: 4 | 6 }
export type Resolution =
  | { ok: true; addresses: AllowedAddress[] }
  | { ok: false; code: 'name-not-found'; args: { host: string } }
  | { ok: false; code: 'address-not-allowed'; args: { host: string; address: string } }
  | { ok: false; code: 'port-not-allowed'; args: { host: string; port: number } }

/** Resolves a name to addresses, as `dns.lookup` does with `all`; tests give their own. */
export type Resolver = (host: string) => Promise<readonly string[]>

/**
 * The operator's policy. Networks and ports that are named replace the defaults: private ranges where the portal is
 * self-hosted, public addresses where it is hosted for others.
 * @throws Error naming the network or port that cannot be read
 */
export function networkPolicy(env: PolicyEnvironment): NetworkPolicy {
  const hosting = env.ENROLLMENT_HOSTING ?? (env.DATABASE_URL === undefined ? 'self-hosted' : 'hosted')
  const named = env.ENROLLMENT_DIRECTORY_NETWORKS
  return {
    networks: named
      ? { kind: 'named', list: parseNetworks(named) }
      : { kind: hosting === 'hosted' ? 'public' : 'private' },
    ports: new Set(env.ENROLLMENT_DIRECTORY_PORTS ? parsePorts(env.ENROLLMENT_DIRECTORY_PORTS) : directoryPorts),
    sample: env.ENROLLMENT_SAMPLE_DIRECTORY ? parseSample(env.ENROLLMENT_SAMPLE_DIRECTORY) : null,
  }
}

/**
 * Where webhooks may go: any port that the organization named, at public addresses where the portal is hosted for others,
 * and at private and this machine's own ones too where it is self-hosted.
 */
export function webhookPolicy(env: PolicyEnvironment, port: number): NetworkPolicy {
  const { networks } = networkPolicy({ ...env, ENROLLMENT_DIRECTORY_NETWORKS: undefined })
  return {
    networks: networks.kind === 'private' ? { kind: 'anywhere' } : networks,
    ports: new Set([port]),
    sample: null,
  }
}

/**
 * Decides before a connection is made: the port, then the name, resolved once, then every address it has. Only the
 * addresses given back may be connected to, so that a name which changes its mind between check and use gains nothing.
 */
export async function resolveAllowed(
  policy: NetworkPolicy,
  host: string,
  port: number,
  resolve: Resolver = systemResolver,
): Promise<Resolution> {
  const isSample = policy.sample?.host === host.toLowerCase() && policy.sample.port === port
  if (!isSample && !policy.ports.has(port)) return { ok: false, code: 'port-not-allowed', args: { host, port } }
  const addresses = await addressesOf(host, resolve)
  if (addresses.length === 0) return { ok: false, code: 'name-not-found', args: { host } }
  const refused = addresses.find(address => !(isSample ? isLoopback(address) : isAllowed(policy, address)))
  if (refused) return { ok: false, code: 'address-not-allowed', args: { host, address: refused.toString() } }
  return {
    ok: true,
    addresses: addresses.map(address => ({ address: address.toString(), family: address.kind() === 'ipv4' ? 4 : 6 })),
  }
}

function isAllowed({ networks }: NetworkPolicy, address: IpAddress): boolean {
  if (isNeverAllowed(address)) return false
  if (networks.kind === 'named') return isInside(address, networks.list)
  if (networks.kind === 'anywhere') return true
  return networks.kind === 'private' ? isPrivate(address) : isPublic(address)
}

async function addressesOf(host: string, resolve: Resolver): Promise<IpAddress[]> {
  const literal = parseAddress(host)
  if (literal) return [literal]
  const found = await resolve(host).catch(() => [])
  // An address that cannot be read cannot be judged, so it is as good as none at all: the name is not used.
  const parsed = found.map(parseAddress)
  return parsed.includes(null) ? [] : parsed.filter(address => address !== null)
}

async function systemResolver(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map(({ address }) => address)
}

function parsePorts(list: string): number[] {
  return list
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      const port = /^\d{1,5}$/.test(part) ? Number(part) : 0
      if (port < 1 || port > 65_535) throw new Error(`"${part}" is not a port`)
      return port
    })
}

function parseSample(hostAndPort: string): { host: string; port: number } {
  const colon = hostAndPort.lastIndexOf(':')
  return { host: hostAndPort.slice(0, colon).toLowerCase(), port: Number(hostAndPort.slice(colon + 1)) }
}
