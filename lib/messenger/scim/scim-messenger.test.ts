import { afterEach, beforeEach, expect, test } from 'vitest'
import { provideEnvironment } from '@/lib/env'
import type { Messenger } from '../messenger'
import { ScimServer, serverToken } from '../testing/scim-server'
import { scimMessenger } from './scim-messenger'

let server: ScimServer
let messenger: Messenger
beforeEach(async () => {
  provideEnvironment({ ENROLLMENT_HOSTING: 'self-hosted' })
  server = new ScimServer()
  messenger = scimMessenger({ baseUrl: await server.listen(), token: serverToken, authority: null })
})
afterEach(async () => {
  await server.close()
  provideEnvironment({ ENROLLMENT_HOSTING: '' })
})

const answer = (status: number, headers: Record<string, string> = {}, body = '') => {
  server.interfere = () => ({ status, headers, body })
}
const fault = () => messenger.readAccount('1').catch(error => error)

const hour = 3600
test.each([
  ['seconds', () => '120', 120],
  ['a date', () => new Date(Date.now() + 90_000).toUTCString(), 90],
  ['a date that is over', () => new Date(0).toUTCString(), 1],
  ['more than an hour', () => '999999999', hour],
  ['something else', () => 'soon', null],
  ['nothing', () => null, null],
])('429 with %s says how long to wait, or that nobody knows', async (_, header, seconds) => {
  const value = header()
  answer(429, value === null ? {} : { 'retry-after': value })
  const { code, retryAfterSeconds } = await fault()
  expect(code).toBe('scim-rate-limited')
  if (seconds === null) expect(retryAfterSeconds).toBeNull()
  else expect(Math.abs(retryAfterSeconds - seconds)).toBeLessThanOrEqual(2)
})

const scimError = JSON.stringify({
  ...{ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400' },
  ...{ scimType: 'invalidValue', detail: `No such title. ${'x'.repeat(500)}` },
})
const html = { 'content-type': 'text/html' }
test.each<[string, number, Record<string, string>, string, string, boolean]>([
  ['a page of HTML that says it is a success', 200, html, '<html>Sign in</html>', 'scim-not-scim', true],
  ['JSON that ends too early', 200, {}, '{"schemas": [', 'scim-not-scim', true],
  ['a success without an id', 200, {}, '{"userName": "ada"}', 'scim-id-missing', false],
  ['404 of a server on the way', 404, html, 'No such page', 'scim-not-scim', true],
  ['404 in the words of SCIM', 404, {}, scimError, 'scim-gone', false],
  ['409', 409, {}, scimError, 'scim-taken', false],
  ['412', 412, {}, scimError, 'scim-changed-meanwhile', false],
  ['400', 400, {}, scimError, 'scim-refused', false],
  ['401', 401, {}, '', 'scim-token-refused', true],
  ['403', 403, {}, '', 'scim-forbidden', false],
  ['501', 501, {}, '', 'scim-not-supported', false],
  ['503 in HTML', 503, html, '<html>', 'scim-server-error', true],
  ['a way elsewhere', 307, { location: 'http://127.0.0.1/' }, '', 'scim-redirected', true],
])('%s is what it is, and concerns one object or everything', async (_, status, headers, body, code, everything) => {
  answer(status, headers, body)
  const met = await fault()
  expect(met).toMatchObject({ code, concernsEverything: everything })
  expect(met.detail?.length ?? 0).toBeLessThanOrEqual(300)
})

test('a server that answers a filter with everybody finds nobody else, and one that answers with some of them finds nothing out', async () => {
  for (const name of ['ada', 'eve']) await messenger.createAccount({ userName: `${name}@x.example`, externalId: name })
  const everybody = (totalResults: number) =>
    JSON.stringify({
      ...{ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults },
      Resources: [...server.users.all.values()],
    })
  answer(200, {}, everybody(2))
  const eve = server.user('eve@x.example')?.id
  expect((await messenger.findAccounts('externalId', 'eve')).map(({ id }) => id)).toEqual([eve])
  expect((await messenger.findAccounts('userName', 'Eve@x.example')).map(({ id }) => id)).toEqual([eve])
  expect(await messenger.findAccounts('externalId', 'nobody')).toEqual([])
  expect(await messenger.findGroups('nobody')).toEqual([])
  answer(200, {}, everybody(500))
  expect((await messenger.findAccounts('externalId', 'eve')).map(({ id }) => id)).toEqual([eve])
  for (const asked of [() => messenger.findAccounts('externalId', 'nobody'), () => messenger.findGroups('nobody')])
    await expect(asked()).rejects.toMatchObject({ code: 'scim-not-supported' })
})

test('a change insists on the version that was seen, where there is one', async () => {
  const ada = await messenger.createAccount({ userName: 'ada@x.example' })
  expect(ada.version).toMatch(/^W\/"/)
  const titled = await messenger.updateAccount(ada, ['title'], { title: 'Countess' })
  expect(titled.version).not.toBe(ada.version)
  const late = messenger.updateAccount(ada, ['title'], { title: 'Captain' })
  await expect(late).rejects.toMatchObject({ code: 'scim-changed-meanwhile' })
  await messenger.updateAccount({ ...ada, version: null }, ['title'], { title: 'Captain' })
  expect(server.user('ada@x.example')).toMatchObject({ title: 'Captain' })
})
