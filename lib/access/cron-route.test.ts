import { afterEach, expect, test, vi } from 'vitest'
import { forgetEnvironment } from '@/lib/env'
import { cronRoute } from './cron-route'

const secret = 'a-secret-of-a-clock'
const work = vi.fn(async () => ({ started: 3 }))
const route = cronRoute(work)

function ask(authorization: string | null, { method = 'GET', stored = secret } = {}) {
  // biome-ignore lint/style/noProcessEnv: a test stands in for the operator
  process.env.CRON_SECRET = stored
  forgetEnvironment()
  const headers = new Headers(authorization === null ? [] : [['authorization', authorization]])
  return route.GET(new Request('https://portal.example/enrollment/api/cron/sync', { method, headers }))
}
afterEach(() => {
  work.mockReset().mockResolvedValue({ started: 3 })
})

test('whoever knows the secret gets counts, which no cache keeps', async () => {
  const response = await ask(`Bearer ${secret}`)
  expect([response.status, await response.json()]).toEqual([200, { started: 3 }])
  expect(response.headers.get('cache-control')).toContain('no-store')
})

test.each([
  ['nothing', null],
  ['another secret', 'Bearer another-secret-here'],
  ['the secret and more', `Bearer ${secret}x`],
  ['a part of it', `Bearer ${secret.slice(0, -1)}`],
  ['the secret alone', secret],
  ['an empty one', 'Bearer '],
  ['another scheme', `Basic ${secret}`],
])('whoever sends %s is sent away, and nothing is done', async (_, authorization) => {
  expect((await ask(authorization)).status).toBe(401)
  expect(work).not.toHaveBeenCalled()
})

test('without a secret the route is closed, for whoever knows it too', async () => {
  for (const authorization of [null, 'Bearer ', 'Bearer undefined', `Bearer ${secret}`])
    expect((await ask(authorization, { stored: '' })).status).toBe(503)
  expect(work).not.toHaveBeenCalled()
})

test('only GET does the work', async () => {
  expect((await ask(`Bearer ${secret}`, { method: 'HEAD' })).status).toBe(405)
  const other = await route.other(new Request('https://portal.example/', { method: 'POST' }))
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET'])
  expect(work).not.toHaveBeenCalled()
})

test('what goes wrong is told by a reference only', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  work.mockRejectedValue(new Error('the database of Northwind is gone'))
  const response = await ask(`Bearer ${secret}`)
  expect(response.status).toBe(500)
  expect(JSON.stringify(await response.json())).not.toContain('Northwind')
  expect(logged).toHaveBeenCalled()
})
