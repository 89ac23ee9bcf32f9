import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { EnrollRequest } from '@/lib/agent-protocol/messages'
import { readSignature } from '@/lib/agent-protocol/signature'
import type { Authority } from './certificates'

/** A portal that enrolls whoever signs with the key that they bring, and knows nothing else. */
export async function startPortal(host: string, trusted: Authority) {
  const enrolled: string[] = []
  const server = createServer(trusted.server(host), async (incoming, outgoing) => {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece)
    const body = Buffer.concat(pieces)
    const path = incoming.url ?? ''
    const { publicKey, presence } = EnrollRequest.parse(JSON.parse(body.toString()))
    const headers = { get: (name: string) => (incoming.headers[name] as string | undefined) ?? null }
    const signature = readSignature(headers)
    const request = { method: incoming.method ?? '', path, query: '', body }
    const fault = typeof signature === 'string' ? signature : signature.verify(publicKey, request)
    if (!fault) enrolled.push(presence.host)
    outgoing.writeHead(fault ? 401 : 200, { 'content-type': 'application/json' })
    const answer = { agentId: crypto.randomUUID(), name: 'LON-1', connector: 'Head office', organization: 'Example' }
    outgoing.end(JSON.stringify(fault ? { code: fault, text: 'The signature does not fit.', args: {} } : answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    /** The machines that enrolled. */
    enrolled,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
