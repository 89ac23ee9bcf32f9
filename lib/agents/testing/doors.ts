import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { POST as configure } from '@/app/api/agent/configuration/route'
import { POST as enroll } from '@/app/api/agent/enroll/route'
import { POST as history } from '@/app/api/agent/history/route'
import { POST as answer } from '@/app/api/agent/jobs/[id]/answer/route'
import { POST as keep } from '@/app/api/agent/jobs/[id]/keep/route'
import { POST as known } from '@/app/api/agent/jobs/[id]/known/route'
import { PUT as part } from '@/app/api/agent/jobs/[id]/parts/[number]/route'
import { POST as seal } from '@/app/api/agent/jobs/[id]/seal/route'
import { POST as poll } from '@/app/api/agent/poll/route'
import { POST as rotate } from '@/app/api/agent/rotate/route'
import { POST as seeRun } from '@/app/api/agent/runs/[number]/route'
import { POST as startRun } from '@/app/api/agent/runs/route'

type Door = (request: Request, params: Record<string, string>) => Promise<Response>
const withParameters =
  <P>(handler: (request: Request, context: { params: Promise<P> }) => Promise<Response>): Door =>
  (request, params) =>
    handler(request, { params: Promise.resolve(params as P) })

const doors: [RegExp, Door][] = [
  [/^POST enroll$/, request => enroll(request)],
  [/^POST poll$/, withParameters(poll)],
  [/^POST rotate$/, withParameters(rotate)],
  [/^POST runs$/, withParameters(startRun)],
  [/^POST runs\/(?<number>[^/]+)$/, withParameters(seeRun)],
  [/^POST configuration$/, withParameters(configure)],
  [/^POST history$/, withParameters(history)],
  [/^POST jobs\/(?<id>[^/]+)\/answer$/, withParameters(answer)],
  [/^POST jobs\/(?<id>[^/]+)\/keep$/, withParameters(keep)],
  [/^POST jobs\/(?<id>[^/]+)\/known$/, withParameters(known)],
  [/^POST jobs\/(?<id>[^/]+)\/seal$/, withParameters(seal)],
  [/^PUT jobs\/(?<id>[^/]+)\/parts\/(?<number>[^/]+)$/, withParameters(part)],
]

/** A request as it came in, before any door sees it. */
export type Arriving = { method: string; path: string; headers: Record<string, string>; body: Buffer }
export type Doors = {
  address: string
  /** Called for everything that arrives; what it answers goes out in place of the door's own answer. */
  meet: ((arriving: Arriving) => Promise<Response | undefined> | Response | undefined) | null
  /** What arrived, for whoever wants to send it again. */
  arrived: Arriving[]
  /** Sends a request to the doors as it is, past any network. */
  knock(arriving: Arriving): Promise<Response>
  stop(): Promise<void>
}

/**
 * The portal's doors for agents behind a real HTTP server; the rest of the portal is not there.
 * @param where a socket file to listen at, and the address under which agents find it
 */
export async function openDoors(where?: { listen: string; address: string }): Promise<Doors> {
  const server = createServer(async (incoming, outgoing) => {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece)
    const body = Buffer.concat(pieces)
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
    const arriving = { method: incoming.method ?? '', path: incoming.url ?? '', headers, body }
    open.arrived.push(arriving)
    const leaving = new AbortController()
    outgoing.once('close', () => leaving.abort())
    const response = (await open.meet?.(arriving)) ?? (await knock(arriving, leaving.signal))
    outgoing.writeHead(response.status, { 'content-type': 'application/json' })
    outgoing.end(await response.text())
  })
  // On a busy machine a connection that is about to be closed for being idle is used once more, and breaks.
  server.keepAliveTimeout = 120_000
  const knock = async ({ method, path, headers, body }: Arriving, signal?: AbortSignal): Promise<Response> => {
    const url = new URL(path, open.address)
    const named = `${method} ${url.pathname.replace('/enrollment/api/agent/', '')}`
    const [pattern, door] = doors.find(([wanted]) => wanted.test(named)) ?? []
    if (!door) return new Response('{}', { status: 404 })
    const init = { method, headers, body: new Uint8Array(body), ...(signal ? { signal } : {}) }
    return door(new Request(url, init), { ...pattern?.exec(named)?.groups })
  }
  await new Promise<void>(resolve => {
    if (where) server.listen(where.listen, resolve)
    else server.listen(0, '127.0.0.1', resolve)
  })
  const open: Doors = {
    address: where?.address ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}/enrollment`,
    meet: null,
    arrived: [],
    knock,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return open
}
