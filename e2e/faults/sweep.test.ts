import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DirectoryObject, Scope } from '@/lib/directory/source'
import { type Reading, read, sourceFor } from '@/lib/directory/testing/reading'
import { env } from '@/lib/env'
import { serverIdentity } from '@/lib/sample-directory/certificates/keep'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { type Direction, type FaultyWire, type ProxyIdentity, startProxy, type Trouble } from './proxy'

/** Places tried of each session; a long run tries every byte. */
const isLong = env().ENROLLMENT_TEST_RUNS > 1
const places = isLong ? Number.POSITIVE_INFINITY : 40
/** Reads under way at the same time: most of a stalled one is waiting. */
const atOnce = 16
const attributes = ['displayName', 'mail', 'userAccountControl']
const directions: readonly Direction[] = ['to-client', 'to-server']
const company = generateCompany({ seed: 11, people: 40 })

let identity: ProxyIdentity
let sample: SampleDirectory
let scopes: Scope[]
let model: Map<string, DirectoryObject>

beforeAll(async () => {
  identity = await serverIdentity(['localhost', '127.0.0.1'], null, new Date())
  sample = await startSampleDirectory({ company, tls: { identity }, plainPort: 0 })
  scopes = [await smallUnit()]
  model = byAnchor(await readThrough(sample.port))
  expect(model.size).toBeGreaterThan(2)
})
afterAll(() => sample.stop())

/** A unit with a few people, so that a whole session is short enough for trouble at every byte. */
async function smallUnit(): Promise<Scope> {
  const everybody = await readThrough(sample.port, { scopes: [{ anchor: null, dn: '' }] })
  const inside = (dn: string) => everybody.objects.filter(object => object.dn.endsWith(`,${dn}`)).length
  const units = everybody.objects.filter(object => object.kind === 'unit' && inside(object.dn) >= 3)
  const [unit] = units.toSorted((one, other) => inside(one.dn) - inside(other.dn))
  if (!unit) throw new Error('No unit of the sample is small enough')
  return { anchor: unit.anchor, dn: unit.dn }
}

/** Where the trouble is made: in the bytes on the wire, over LDAPS or StartTLS, or in the messages below TLS. */
type Way = { security: 'ldaps' | 'starttls'; below: boolean }

type Patience = { patience?: number; scopes?: readonly Scope[]; security?: Way['security'] }

function readThrough(port: number, { patience = 20_000, scopes: chosen = scopes, security = 'ldaps' }: Patience = {}) {
  const deadlines = { connect: patience, signIn: patience, page: patience, pageSize: 2 }
  const source = sourceFor({ port, ca: sample.caPem }, { ...sampleCredentials, security, deadlines })
  return read(source, { scopes: chosen, attributes })
}

const byAnchor = ({ objects }: Reading) => new Map(objects.map(object => [object.anchor, object]))

const proxyOn = ({ security, below }: Way, trouble: Trouble): Promise<FaultyWire> => {
  const port = security === 'ldaps' ? sample.port : Number(new URL(sample.plainUrl ?? '').port)
  return startProxy(port, trouble, below ? identity : null)
}

async function readWith(way: Way, trouble: Trouble): Promise<Reading> {
  const { security } = way
  const proxy = await proxyOn(way, trouble)
  // Trouble that nobody notices is waited out; any other ends the read by itself.
  const isSilent = trouble.kind === 'stall' || trouble.kind === 'garble' || trouble.kind === 'half-close'
  try {
    const reading = await readThrough(proxy.port, { security, ...(isSilent ? { patience: 250 } : {}) })
    if (proxy.saw(sampleCredentials.password))
      throw new Error(`The password was sent in clear: ${JSON.stringify(trouble)}`)
    return reading
  } finally {
    await proxy.stop()
  }
}

/** How many bytes an undisturbed session has in each direction. */
async function record(way: Way): Promise<Record<Direction, number>> {
  const proxy = await proxyOn(way, { kind: 'none' })
  const { outcome } = await readThrough(proxy.port, { security: way.security })
  await proxy.stop()
  expect(outcome).toBe('complete')
  return proxy.passed
}

/** Places over a session, evenly, its first and last bytes among them. */
function placesOf(length: number): number[] {
  const step = Math.max(1, length / places)
  const even = Array.from({ length: Math.ceil(length / step) }, (_, at) => Math.floor(at * step))
  return [...new Set([...even, length - 2, length - 1, length])]
}

/** What is wrong with a read that met trouble; null when it is the model or says that it is not. */
function wrongWith({ scopes: [scope] }: Reading, trouble: Trouble, { below }: Way): string | null {
  if (!scope || scope.outcome === 'nothing' || scope.outcome === 'unexpected') return scope?.outcome ?? 'nothing'
  if (!scope.proof) return null
  const delivered = new Map(scope.objects.map(object => [object.anchor, object]))
  const missing = [...model.keys()].filter(anchor => !delivered.has(anchor as DirectoryObject['anchor'])).length
  const isWhole = missing === 0 && delivered.size === model.size && scope.proof.objects === model.size
  if (!isWhole) return `${delivered.size} objects called complete, ${missing} missing`
  const different = [...delivered].filter(([anchor, object]) => !isDeepStrictEqual(object, model.get(anchor))).length
  // LDAP has no checksum: below TLS a changed byte of a value is a value. One value, or one question about everybody.
  const allowed = !below || trouble.kind !== 'garble' ? 0 : trouble.direction === 'to-client' ? 1 : model.size
  return different > allowed ? `${different} objects differ` : null
}

async function sweep(way: Way, make: (direction: Direction, after: number) => Trouble) {
  const lengths = await record(way)
  const troubles = directions.flatMap(direction => placesOf(lengths[direction]).map(after => make(direction, after)))
  const wrong: string[] = []
  const outcomes = new Map<string, number>()
  const waiting = troubles.values()
  const work = async () => {
    for (const trouble of waiting) {
      const reading = await readWith(way, trouble)
      outcomes.set(reading.outcome, (outcomes.get(reading.outcome) ?? 0) + 1)
      const fault = wrongWith(reading, trouble, way)
      if (fault) wrong.push(`${JSON.stringify(trouble)}: ${fault}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { wrong, outcomes, tried: troubles.length, lengths }
}

const kinds = ['cut', 'reset', 'half-close', 'stall'] as const
const masks = [0x01, 0x20, 0x80, 0xff]

const ways: [string, Way][] = [
  ['on the wire', { security: 'ldaps', below: false }],
  ['on the wire of StartTLS', { security: 'starttls', below: false }],
  ['below TLS', { security: 'ldaps', below: true }],
]

describe.each(ways)('%s', (where, way) => {
  const tell = (kind: string, { outcomes, tried, lengths }: Awaited<ReturnType<typeof sweep>>) =>
    console.warn(
      `${kind} ${where}: ${tried} places in ${lengths['to-client']} + ${lengths['to-server']} bytes; ` +
        [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', '),
    )

  test.each(kinds)('%s after any byte is never a shorter list', { timeout: 3_600_000 }, async kind => {
    const swept = await sweep(way, (direction, after) => ({ kind, direction, after }))
    tell(kind, swept)
    expect(swept.wrong).toEqual([])
    expect(swept.outcomes.size).toBeGreaterThan(1)
  })

  test('any byte changed is never a shorter list, and on the wire never another value', {
    timeout: 3_600_000,
  }, async () => {
    // One bit and all of them; in a short run at every place one of these.
    for (const some of isLong ? masks : [0]) {
      const maskAt = (after: number) => (isLong ? some : (masks[after % masks.length] ?? 0xff))
      const swept = await sweep(way, (direction, after) => ({ kind: 'garble', direction, after, mask: maskAt(after) }))
      tell('garble', swept)
      expect(swept.wrong).toEqual([])
      expect(swept.outcomes.size).toBeGreaterThan(1)
    }
  })

  test.each(directions.flatMap(direction => [1, 7, 100].map(pieces => ({ direction, pieces }))))(
    'everything in pieces of $pieces bytes $direction is everything',
    async ({ direction, pieces }) => {
      const trouble: Trouble = { kind: 'trickle', direction, pieces }
      const reading = await readWith(way, trouble)
      expect([reading.outcome, wrongWith(reading, trouble, way)]).toEqual(['complete', null])
    },
  )
})

test('after all that, the same process reads as if nothing had been, and holds no connection', async () => {
  for (const [, way] of ways) {
    const reading = await readWith(way, { kind: 'none' })
    expect([reading.outcome, wrongWith(reading, { kind: 'none' }, way)]).toEqual(['complete', null])
  }
  await expect
    .poll(() => process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length, { timeout: 5_000 })
    .toBe(0)
})
