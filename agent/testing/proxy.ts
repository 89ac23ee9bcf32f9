import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { connect as connectSecurely, TLSSocket } from 'node:tls'
import type { Authority } from './certificates'

type Behaves = {
  /** Where it really connects to, whatever name it was asked for. */
  to: number
  /** `name:password` that it wants (RFC 7617); left out = nothing. */
  wants?: string
  /** Answers every CONNECT with this instead of connecting. */
  refuses?: number
  /** Ends TLS itself with certificates of its own authority and looks at everything. */
  looksInside?: { as: Authority; trusting: Authority }
}

/** A forward proxy as companies have them: CONNECT (RFC 9110 §9.3.6), and nothing else. */
export async function startProxy({ to, wants, refuses, looksInside }: Behaves) {
  const asked: string[] = []
  const seen: Buffer[] = []
  const open = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connection', socket => open.add(socket))
  server.on('connect', (request, client: Socket) => {
    client.on('error', () => client.destroy())
    const given = request.headers['proxy-authorization']
    const wanted = wants === undefined ? undefined : `Basic ${Buffer.from(wants).toString('base64')}`
    asked.push(`${request.url} ${given ?? 'nobody'}`)
    if (given !== wanted)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n')
    if (refuses) return client.end(`HTTP/1.1 ${refuses} No\r\n\r\n`)
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const host = request.url?.replace(/:\d+$/, '') ?? ''
    const inside = looksInside && new TLSSocket(client, { isServer: true, ...looksInside.as.server(host) })
    const near = inside ?? client
    const far = looksInside
      ? connectSecurely({ port: to, servername: host, ca: looksInside.trusting.pem })
      : connect({ port: to, host: '127.0.0.1' })
    open.add(far)
    const end = () => {
      near.destroy()
      far.destroy()
    }
    near.on('error', end)
    far.on('error', end)
    near.on('data', (data: Buffer) => seen.push(data))
    near.pipe(far).pipe(near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    /** Each CONNECT: where to, and who asked. */
    asked,
    /** What it could read of what clients sent. */
    seen: () => Buffer.concat(seen).toString('latin1'),
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
