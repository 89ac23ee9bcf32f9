import { randomUUID } from 'node:crypto'
import { redirect } from 'next/navigation'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { done, refused } from '@/lib/outcome'
import { spokenLanguage } from '@/lib/words/language'
import { currentAdmin } from './admin'
import type { SessionAdmin } from './auth-options'
import { adminAction, adminRoute } from './doors'

// The cookie is next-auth's business and is tried in the browser; here a test says whose session it is.
const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('./session', () => ({ readSession: async () => session.current }))
const language = vi.hoisted(() => ({ asked: 'en' }))
vi.mock('./asked-language', () => ({ askedLanguage: async () => language.asked }))

let database: TestDatabase
let owner: postgres.Sql
const [organizationId, auditor, operator] = [randomUUID(), randomUUID(), randomUUID()]

beforeAll(async () => {
  database = await testDatabase()
  owner = postgres(database.ownerUrl, { max: 1 })
  await owner`insert into organizations (id, name) values (${organizationId}, 'Northwind')`
  for (const [id, role] of [
    [auditor, 'auditor'],
    [operator, 'operator'],
  ] as const)
    await owner`insert into administrators (organization_id, id, email, display_name, role, password_hash)
      values (${organizationId}, ${id}, ${`${role}@northwind.example`}, ${role}, ${role}, '')`
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})
beforeEach(async () => {
  await owner`update administrators set disabled = false, session_version = 1`
  session.current = null
})

const signIn = (administratorId: string, sessionVersion = 1) => {
  session.current = { administratorId, organizationId, sessionVersion }
}
const Input = z.object({ name: z.string().max(3, { error: 'name-too-long' }), size: z.number() })
const work = vi.fn(async (input: z.output<typeof Input>) => done(input.name))
const action = adminAction('enrollment.sync.run', Input, work)
const code = async (input: unknown) => {
  const outcome = await action(input)
  return outcome.ok ? 'ok' : outcome.faults.map(fault => fault.code).join(' ')
}

test('an action does nothing for someone who is not signed in, may not, or sends something else', async () => {
  expect(await code({ name: 'abc', size: 1 })).toBe('unauthenticated')
  signIn(auditor)
  expect(await code({ name: 'abc', size: 1 })).toBe('forbidden')
  // Who may not is not told what would have been wrong.
  expect(await code({ name: 'abcd' })).toBe('forbidden')
  signIn(operator)
  expect(await action({ name: 'abcd', size: '1' })).toEqual({
    ok: false,
    faults: [
      { code: 'name-too-long', args: {}, path: 'name' },
      { code: 'input-invalid', args: {}, path: 'size' },
    ],
  })
  for (const input of [undefined, null, 'text', 7, [], { __proto__: null }])
    expect(await code(input)).toContain('input-invalid')
  expect(work).not.toHaveBeenCalled()
  expect(await action({ name: 'abc', size: 1, organizationId: 'smuggled' })).toEqual(done('abc'))
  expect(work).toHaveBeenCalledExactlyOnceWith({ name: 'abc', size: 1 }, expect.objectContaining({ organizationId }))
})

test('a session ends at once when the administrator is disabled, removed from the role, or signed out everywhere', async () => {
  signIn(operator)
  expect((await currentAdmin())?.permissions).toContain('enrollment.sync.run')
  await owner`update administrators set disabled = true where id = ${operator}`
  expect(await currentAdmin()).toBeNull()
  await owner`update administrators set disabled = false, session_version = 2 where id = ${operator}`
  expect(await currentAdmin()).toBeNull()
  signIn(operator, 2)
  expect(await currentAdmin()).not.toBeNull()
})

test('a session that names another organization finds nobody', async () => {
  session.current = { administratorId: operator, organizationId: randomUUID(), sessionVersion: 1 }
  expect(await currentAdmin()).toBeNull()
})

test('a refusal of the work comes through; a throw becomes a reference that stands in the log, without parameters', async () => {
  signIn(operator)
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const refuse = adminAction('enrollment.read', z.unknown(), async () => refused('taken'))
  expect(await refuse(null)).toEqual(refused('taken'))
  const fail = adminAction('enrollment.read', z.unknown(), async () => {
    throw Object.assign(new Error('Failed query; params: hunter2'), { query: 'select $1', params: ['hunter2'] })
  })
  const outcome = await fail(null)
  const reference = outcome.ok ? '' : String(outcome.faults[0]?.args.reference)
  expect(outcome).toMatchObject({ ok: false, faults: [{ code: 'unexpected' }] })
  expect(log.mock.calls.join()).toContain(reference)
  expect(log.mock.calls.join()).not.toContain('hunter2')
  log.mockRestore()
})

test('a redirect of the work is left to Next', async () => {
  signIn(operator)
  const leave = adminAction('enrollment.read', z.unknown(), async () => redirect('/elsewhere'))
  await expect(leave(null)).rejects.toThrow('NEXT_REDIRECT')
})

test('a route answers 401, 403 and its own, and keeps it out of caches', async () => {
  const route = adminRoute<{ id: string }>('enrollment.sync.run', async (_, admin, { id }) =>
    Response.json({ id, who: admin.role }),
  )
  const call = async () => {
    const response = await route(new Request('http://localhost/'), { params: Promise.resolve({ id: '7' }) })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    return [response.status, await response.json()]
  }
  expect(await call()).toEqual([401, { code: 'unauthenticated' }])
  signIn(auditor)
  expect(await call()).toEqual([403, { code: 'forbidden' }])
  signIn(operator)
  expect(await call()).toEqual([200, { id: '7', who: 'operator' }])
})

test('actions and routes speak the language of whoever asks', async () => {
  signIn(operator)
  language.asked = 'de'
  const said = adminAction('enrollment.read', z.unknown(), async () => done(spokenLanguage()))
  expect(await said(null)).toEqual(done('de'))
  const route = adminRoute('enrollment.read', async () => Response.json(spokenLanguage()))
  const response = await route(new Request('http://localhost/'), { params: Promise.resolve({}) })
  expect(await response.json()).toBe('de')
})
