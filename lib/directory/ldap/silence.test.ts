import { createServer, type Socket } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { read, type SourceChanges, sourceFor } from '../testing/reading'
import type { Search } from '../testing/requests'
import { certificate, type Script, startScriptedServer } from '../testing/scripted-server'
import { world } from '../testing/world'
import type { Limits } from './limits'

/** A server that goes on listening and says nothing more from some point on. */
type Silent = {
  port: number
  ca: string
  security?: 'starttls'
  /** Whether the reader has come to that point. */
  isReached(): boolean
  /** Whether the server sees that nobody waits any more. */
  isAlone(): boolean
  stop(): Promise<void>
}

const { ca } = certificate(['127.0.0.1'])
const agreed = Buffer.from([0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0])

/** Without TLS; answers the first bytes with these, and nothing else. */
async function plain(answer: Buffer | null): Promise<Silent> {
  const open = new Set<Socket>()
  let [connections, messages] = [0, 0]
  const server = createServer(socket => {
    connections++
    open.add(socket.on('error', () => undefined))
    socket.once('close', () => open.delete(socket))
    socket.on('data', () => {
      messages++
      if (answer && messages === 1) socket.write(answer)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    ca,
    isReached: () => connections > 0 && messages >= (answer ? 2 : 1),
    isAlone: () => connections > 0 && open.size === 0,
    stop: async () => {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function scripted(script: Partial<Script>, isReached: (operations: string[], searches: Search[]) => boolean) {
  const server = await startScriptedServer({ world: world(10), ...script })
  const { port, operations, searches, connections, stop } = server
  return {
    ...{ port, ca: server.ca, stop },
    isReached: () => isReached(operations, searches),
    isAlone: () => connections() === 0,
  }
}

const silentSearch = (isIt: (search: Search) => boolean) =>
  scripted({ search: (search, answer) => (isIt(search) ? undefined : answer.usual()) }, (_, searches) =>
    searches.some(isIt),
  )
const page = (kind: Search['kind'], cookie: string) => (search: Search) =>
  search.kind === kind && search.paging?.cookie === cookie

const points: [string, () => Promise<Silent>][] = [
  ['when TLS should begin', () => plain(null)],
  ['when it is asked for StartTLS', async () => ({ ...(await plain(null)), security: 'starttls' })],
  ['after it has agreed to StartTLS', async () => ({ ...(await plain(agreed)), security: 'starttls' })],
  ['at the sign-in', () => scripted({ silentAt: 'bind' }, operations => operations.includes('bind'))],
  ['when it is asked who signed in', () => scripted({ silentAt: 'extended' }, names => names.includes('extended'))],
  ['when it is asked what it is', () => silentSearch(({ kind }) => kind === 'root-dse')],
  ['when the base is looked for', () => silentSearch(({ kind }) => kind === 'base')],
  ['at the first page', () => silentSearch(page('first-listing', ''))],
  ['at a later page', () => silentSearch(page('first-listing', '4'))],
  ['at the second listing', () => silentSearch(page('second-listing', '4'))],
]

const forEver = 600_000
const deadlines = (milliseconds: number): Partial<Limits> => ({
  connect: milliseconds,
  signIn: milliseconds,
  page: milliseconds,
})
const source = ({ port, ca, security }: Silent, milliseconds: number, more: SourceChanges = {}) =>
  sourceFor(
    { port, ca },
    { ...(security ? { security } : {}), deadlines: { ...deadlines(milliseconds), ...more.deadlines } },
  )

describe.each(points)('a server that falls silent %s', (_, start) => {
  test('is given up on, and the read is incomplete', async () => {
    const server = await start()
    try {
      const { outcome, objects } = await read(source(server, 300))
      expect(outcome).toBe('connection-timeout')
      expect(objects.length).toBeLessThanOrEqual(12)
      await vi.waitFor(() => expect(server.isAlone()).toBe(true))
    } finally {
      await server.stop()
    }
  })

  test('holds nobody who wants to stop: reading ends at once, whatever the deadlines', async () => {
    const server = await start()
    const controller = new AbortController()
    try {
      const reading = read(source(server, forEver), { signal: controller.signal })
      await vi.waitFor(() => expect(server.isReached()).toBe(true), { timeout: 10_000 })
      controller.abort()
      expect((await reading).outcome).toBe('cancelled')
      await vi.waitFor(() => expect(server.isAlone()).toBe(true))
    } finally {
      await server.stop()
    }
  })
})

// The last two are no part of a test.
test.each(points.slice(0, -2))('a server that falls silent %s ends a test of the connection', async (_, start) => {
  const server = await start()
  try {
    const { signal } = new AbortController()
    const report = await source(server, forEver, { deadlines: { screen: 400 } }).probe(() => undefined, signal)
    expect(report.passed).toBe(false)
    const failed = report.steps.filter(({ state }) => state === 'failed')
    expect(failed.map(({ fault }) => fault?.code)).toEqual(['time-limit'])
  } finally {
    await server.stop()
  }
})
