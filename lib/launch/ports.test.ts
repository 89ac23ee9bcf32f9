import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePort, keptPort, portState } from './ports'

const listen = (host: string) =>
  new Promise<{ port: number; close: () => void }>(resolve => {
    const server = createServer()
    server.listen(0, host, () => {
      const address = server.address()
      resolve({ port: typeof address === 'object' && address ? address.port : 0, close: () => server.close() })
    })
  })

it('a program that listens on one interface only is noticed too', async () => {
  const other = await listen('127.0.0.1')
  expect(await portState(other.port)).toBe('taken')
  expect(await portState(other.port, '127.0.0.1')).toBe('taken')
  other.close()
})

it('a free port is not one that outgoing connections are given', async () => {
  for (let count = 0; count < 5; count++) expect(await freePort()).toBeLessThan(30_000)
})

it('the port of earlier starts is kept while it is free', async () => {
  const port = await freePort()
  expect(await portState(port)).toBe('free')
  expect(await keptPort(port)).toBe(port)
  const other = await listen('127.0.0.1')
  expect(await keptPort(other.port)).not.toBe(other.port)
  other.close()
})
