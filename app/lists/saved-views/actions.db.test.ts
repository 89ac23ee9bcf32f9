import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { inOrganization } from '@/lib/store/organization'
import { listSavedViews } from '@/lib/store/saved-views'
import { deleteListView, saveListView } from './actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

const [organizationId, elsewhere] = [randomUUID(), randomUUID()]
const [operator, auditor, stranger] = [randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  const sql = postgres(database.ownerUrl, { max: 1 })
  for (const id of [organizationId, elsewhere])
    await sql`insert into organizations (id, name) values (${id}, 'Contoso')`
  for (const [organization, id, role] of [
    [organizationId, operator, 'operator'],
    [organizationId, auditor, 'auditor'],
    [elsewhere, stranger, 'operator'],
  ] as const)
    await sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
      values (${organization}, ${id}, ${`${id}@contoso.example`}, ${role}, ${role}, '')`
  await sql.end()
})
afterAll(() => database.drop())

const signIn = (administratorId: string, organization = organizationId) => {
  session.current = { administratorId, organizationId: organization, sessionVersion: 1 }
}
const view = { list: 'managed-users', name: 'Suspended', query: 'status=suspended', shared: false } as const
const seenBy = (owner: string, organization = organizationId) =>
  inOrganization(organization, tx => listSavedViews(tx, { list: 'managed-users', owner }))
const codes = (answer: Awaited<ReturnType<typeof saveListView>>) =>
  answer.ok ? [] : answer.problems.map(({ code }) => code)

test('a view is one’s own until it is shared, and is found by its owner under its name, changed and not doubled', async () => {
  signIn(auditor)
  expect(await saveListView(view)).toMatchObject({ ok: true })
  expect(await saveListView({ ...view, query: 'status=suspended&sort=title' })).toMatchObject({ ok: true })
  expect(await seenBy(auditor)).toMatchObject([{ name: 'Suspended', query: 'status=suspended&sort=title' }])
  expect(await seenBy(operator)).toEqual([])
  expect(codes(await saveListView({ ...view, shared: true }))).toEqual(['view-sharing-forbidden'])
  signIn(operator)
  expect(await saveListView({ ...view, name: 'For all', shared: true })).toMatchObject({ ok: true })
  expect((await seenBy(auditor)).map(({ name }) => name)).toEqual(['For all', 'Suspended'])
  expect(await seenBy(stranger, elsewhere)).toEqual([])
})

test('only its owner deletes a view, and a name is needed', async () => {
  const id = (await seenBy(auditor)).find(({ name }) => name === 'Suspended')?.id ?? ''
  for (const [who, where] of [
    [operator, organizationId],
    [stranger, elsewhere],
  ] as const) {
    signIn(who, where)
    expect(codes(await deleteListView({ id }))).toEqual(['view-unknown'])
  }
  signIn(auditor)
  expect(codes(await saveListView({ ...view, name: '  ' }))).toEqual(['view-name-missing'])
  expect(await deleteListView({ id })).toMatchObject({ ok: true })
  expect((await seenBy(auditor)).map(({ name }) => name)).toEqual(['For all'])
  session.current = null
  expect(codes(await saveListView(view))).toEqual(['unauthenticated'])
})
