import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import { defaultPorts } from '@/lib/settings/choices'
import { type ConnectionSettings, hostFault } from '@/lib/settings/connection'
import { type Reading, text, unknownKey, wrong } from './values'

type HostAndPort = ConnectionSettings['hosts'][number]
type Security = ConnectionSettings['security']

/** `hosts`: a list whose items are a host, or `{ host, port }`. The port is the usual one of LDAPS or StartTLS when it is not said. */
export function readHosts(reading: Reading, node: unknown, security: Security): HostAndPort[] | null {
  if (!isSeq(node)) return wrong(reading, node, 'hosts', 'type-wrong', { expected: 'servers' })
  if (node.items.length === 0) return wrong(reading, node, 'hosts', 'hosts-empty')
  if (node.items.length > 5) return wrong(reading, node, 'hosts', 'hosts-too-many')
  const hosts = node.items.map(item => {
    const port = defaultPorts[security]
    return isMap(item) ? readPair(reading, item, port) : readHost(reading, item, port)
  })
  return hosts.every(host => host !== null) ? hosts : null
}

function readHost(reading: Reading, node: unknown, port: number): HostAndPort | null {
  const host = text(reading, node, 'hosts')
  if (host === null) return null
  const fault = hostFault(host)
  return fault ? wrong(reading, node, 'hosts', fault, { value: host }) : { host, port }
}

function readPair(reading: Reading, map: YAMLMap, usual: number): HostAndPort | null {
  const known = ['host', 'port']
  for (const { key } of map.items) {
    if (!isScalar(key) || typeof key.value !== 'string')
      return wrong(reading, key, 'hosts', 'key-not-text', { known: known.join(', ') })
    if (!known.includes(key.value)) return wrong(reading, key, 'hosts', 'key-unknown', unknownKey(key.value, known))
  }
  if (!map.has('host')) return wrong(reading, map, 'hosts', 'key-missing', { key: 'host' })
  const port = map.has('port') ? readPort(reading, map.get('port', true)) : usual
  const host = readHost(reading, map.get('host', true), usual)
  return host && port ? { ...host, port } : null
}

function readPort(reading: Reading, node: unknown): number | null {
  const value = isScalar(node) ? node.value : null
  if (typeof value !== 'number') return wrong(reading, node, 'hosts', 'type-wrong', { key: 'port', expected: 'number' })
  const fits = Number.isInteger(value) && value >= 1 && value <= 65_535
  return fits ? value : wrong(reading, node, 'hosts', 'port-invalid')
}
