import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import { readRemoteMessenger } from '@/lib/store/remote-messenger'
import { order, saveMessenger } from './actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

const [organizationId, administrator, operator] = [randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: administrator, role: 'enterprise-admin' },
    { id: operator, role: 'operator' },
  ])
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const signIn = (administratorId: string) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
const read = () => inOrganization(organizationId, readRemoteMessenger)
const codes = async (answer: ReturnType<typeof saveMessenger>) => {
  const said = await answer
  return said.ok ? [] : said.problems.map(({ code }) => code)
}
const token = 'a-token-that-nobody-sees-again'
const messenger = {
  ...{ baseUrl: 'https://chat.example.com/scim/v2/', token, authority: null },
  ...{ verifiesAddresses: false, drift: 'ours-wins' },
}

test('only who may change settings connects another Messenger or has anything done with it', async () => {
  signIn(operator)
  expect(await codes(saveMessenger({ messenger }))).toEqual(['forbidden'])
  expect(await codes(order({ order: { do: 'remove' } }))).toEqual(['forbidden'])
  expect(await read()).toBeNull()
  signIn(administrator)
  expect(await codes(order({ order: { do: 'read' } }))).toEqual(['messenger-not-set-up'])
})

test('a token is stored for its address alone, and stands nowhere where anybody could read it', async () => {
  signIn(administrator)
  expect(await codes(saveMessenger({ messenger }))).toEqual([])
  expect(await read()).toMatchObject({ baseUrl: 'https://chat.example.com/scim/v2', state: 'reading' })
  const rows = await inOrganization(organizationId, tx =>
    tx.execute(
      sql`select to_jsonb(m) as stored from remote_messengers m union all select to_jsonb(a) from audit_entries a`,
    ),
  )
  expect(rows.length).toBeGreaterThan(1)
  expect(JSON.stringify([...rows, await read()])).not.toContain(token)
  expect(await codes(saveMessenger({ messenger: { ...messenger, token: null } }))).toEqual([])
  const elsewhere = { ...messenger, token: null, baseUrl: 'https://other.example.com/scim/v2' }
  expect(await codes(saveMessenger({ messenger: elsewhere }))).toEqual(['messenger-token-needed'])
})

test('what is no safe address, no token or no certificate is refused beside its field, and changes nothing', async () => {
  signIn(administrator)
  const before = await read()
  const refused: [object, string][] = [
    [{ baseUrl: 'http://chat.example.com/scim' }, 'messenger-url-invalid'],
    [{ baseUrl: 'https://user:password@chat.example.com/scim' }, 'messenger-url-invalid'],
    [{ baseUrl: 'https://chat.example.com/scim?x=1' }, 'messenger-url-invalid'],
    [{ token: 'two words' }, 'messenger-token-invalid'],
    [{ authority: 'no certificate' }, 'certificate-unreadable'],
  ]
  for (const [wrong, code] of refused) {
    const answer = await saveMessenger({ messenger: { ...messenger, ...wrong } })
    const [field] = Object.keys(wrong)
    expect(answer).toMatchObject({ ok: false, problems: [{ code, path: `messenger.${field}` }] })
  }
  expect(await read()).toEqual(before)
})
