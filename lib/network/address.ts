import ipaddr from 'ipaddr.js'

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6

/** Reads an address as `dns.lookup` or a person writes it, with or without brackets; a mapped IPv4 address becomes IPv4. */
export function parseAddress(text: string): IpAddress | null {
  const plain = text.replace(/^\[(.*)\]$/, '$1')
  const isDotted = ipaddr.IPv4.isValidFourPartDecimal(plain)
  return isDotted || ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : null
}

/** @throws Error naming the part that is not a network in CIDR notation */
export function parseNetworks(list: string): [IpAddress, number][] {
  return list
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      if (!ipaddr.isValidCIDR(part)) throw new Error(`"${part}" is not a network; write for example 10.0.0.0/8`)
      return ipaddr.parseCIDR(part)
    })
}

/** True when the address lies in one of the networks. */
export function isInside(address: IpAddress, networks: readonly [IpAddress, number][]): boolean {
  return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}

// The addresses on which clouds answer questions about the machine itself, with credentials in the answer.
const metadata = parseNetworks(
  '169.254.0.0/16, fe80::/10, fd00:ec2::/32, fd20:ce::/32, 100.100.100.200/32, 168.63.129.16/32, 192.0.0.192/32',
)
const neverRanges = new Set(['unspecified', 'broadcast', 'multicast', 'linkLocal'])

/** Link-local, metadata, multicast and the like: no setting allows them, nor an IPv6 address that carries one inside. */
export function isNeverAllowed(address: IpAddress): boolean {
  return [address, ...embedded(address)].some(each => neverRanges.has(each.range()) || isInside(each, metadata))
}

/** Loopback, RFC 1918 and RFC 4193 are told apart from the public internet by their registered ranges. */
export const isPublic = (address: IpAddress): boolean =>
  [address, ...embedded(address)].every(each => each.range() === 'unicast')
export const isPrivate = (address: IpAddress): boolean => ['private', 'uniqueLocal'].includes(address.range())
export const isLoopback = (address: IpAddress): boolean => address.range() === 'loopback'

/** The IPv4 address inside NAT64 (RFC 6052), 6to4 (RFC 3056) and IPv4-compatible (RFC 4291 §2.5.5.1) addresses. */
function embedded(address: IpAddress): IpAddress[] {
  const bytes = address.toByteArray()
  if (address.range() === 'rfc6052') return [ipaddr.fromByteArray(bytes.slice(12))]
  if (address.range() === '6to4') return [ipaddr.fromByteArray(bytes.slice(2, 6))]
  const isCompatible =
    address.kind() === 'ipv6' && address.range() === 'unicast' && bytes.slice(0, 12).every(byte => byte === 0)
  if (isCompatible) return [ipaddr.fromByteArray(bytes.slice(12))]
  return []
}
