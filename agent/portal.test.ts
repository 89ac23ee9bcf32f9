import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { makeKey } from '@/lib/agent-protocol/keys'
import { openPortal, Unreachable } from './portal'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function portalThat(answers: RequestListener) {
  const server = createServer(answers)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const key = makeKey()
  return openPortal(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => key)
}

const megabyte = Buffer.alloc(1024 * 1024, ' ')

test('an answer without end is given up, packed or not', async () => {
  for (const isPacked of [false, true]) {
    let [sent, isOver] = [0, false]
    const portal = await portalThat((_, response) => {
      response.writeHead(200, isPacked ? { 'content-encoding': 'gzip' } : {})
      response.once('close', () => {
        isOver = true
      })
      const body = isPacked ? createGzip() : response
      if (isPacked) body.pipe(response)
      const more = () => {
        if (isOver || sent > 400) return
        sent++
        body.write(megabyte, () => setImmediate(more))
      }
      more()
    })
    await expect(portal.post('poll', {})).rejects.toThrow(Unreachable)
    await expect.poll(() => isOver).toBe(true)
    expect(sent).toBeLessThan(400)
  }
})

test('a line that breaks within the answer is a portal that was not reached', async () => {
  const portal = await portalThat((_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{')
    setImmediate(() => response.destroy())
  })
  await expect(portal.post('poll', {})).rejects.toThrow(Unreachable)
})
