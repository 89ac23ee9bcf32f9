import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { inOrganization } from '@/lib/store/organization'
import { bringUnderManagement } from './manage-accounts'

let database: TestDatabase
let company: TestCompany
beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  await company.synchronized(3)
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const claim = (ids: readonly string[]) =>
  inOrganization(company.organizationId, tx =>
    bringUnderManagement(tx, { ids, actor: { kind: 'administrator', id: company.administratorId } }),
  )
const managedOf = async (id: string) =>
  (
    await company.sql<{ managed: boolean; active: boolean }>(sql`select managed, active from accounts where id = ${id}`)
  )[0]

test('whoever is brought under management and is not in the directory is still there after the next runs', async () => {
  const id = await company.byHand('freelancer')
  expect((await claim([id])).managed).toEqual([id])
  company.now = new Date(company.now.getTime() + 7_200_000)
  for (const kind of ['synchronize', 'synchronize'] as const) expect((await company.run(kind)).state).toBe('finished')
  expect(await managedOf(id)).toEqual({ managed: true, active: true })
})

test('somebody is managed once, and the record says so once', async () => {
  const id = await company.byHand('once')
  expect((await claim([id, id])).managed).toEqual([id])
  expect([...(await claim([id])).notReady]).toEqual([[id, 'already-managed']])
  const [row] = await company.sql<{ n: number }>(
    sql`select count(*)::int as n from audit_entries where event = 'account.managed' and target_id = ${id}`,
  )
  expect(row?.n).toBe(1)
})

test('who may not be managed is told with the reason and left as they are', async () => {
  const blocks: [string, ReturnType<typeof sql>][] = [
    ['not-registered', sql`registered = false`],
    ['on-hold', sql`on_hold = true`],
    ['in-another-organization', sql`managed_elsewhere = 'Contoso'`],
    ['outside-domains', sql`email_key = 'somebody@elsewhere.example'`],
    ['outside-domains', sql`email_verified = false`],
    ['deactivated', sql`blocked_by_admin = true`],
  ]
  for (const [index, [reason, values]] of blocks.entries()) {
    const id = await company.byHand(`blocked${index}`)
    await company.sql(sql`update accounts set ${values} where id = ${id}`)
    expect(await claim([id])).toMatchObject({ managed: [], notReady: new Map([[id, reason]]), busy: [] })
    expect((await managedOf(id))?.managed).toBe(false)
  }
  const nobody = randomUUID()
  expect([...(await claim([nobody])).notReady]).toEqual([[nobody, 'gone']])
})

test('an account that is being written is waited for by nobody: it is named as busy and the others go on', async () => {
  const [held, free] = [await company.byHand('held'), await company.byHand('free')]
  await inOrganization(company.organizationId, async tx => {
    await tx.execute(sql`update accounts set suspended = false where id = ${held}`)
    expect(await claim([held, free])).toMatchObject({ managed: [free], busy: [held] })
  })
  expect((await claim([held])).managed).toEqual([held])
})

test('a run that finds a claimed person links them, and an exclusion afterwards ends the link and not the management', async () => {
  const id = await company.byHand('found')
  await claim([id])
  company.directory.person('found', fakeBase)
  expect(await company.plan((await company.run()).id)).toMatchObject({ 'link same-verified-mail applied': 1 })
  await company.changeSettings({
    exclusions: {
      incoming: [{ id: randomUUID(), name: 'Not them', field: 'displayName', match: 'exact', values: ['found'] }],
    },
  })
  const run = await company.run()
  expect(await company.plan(run.id)).toMatchObject({ 'release excluded-by-rule applied': 1 })
  expect(await managedOf(id)).toEqual({ managed: true, active: true })
})

test('no run links whoever was asked and has not answered, declined, or was left apart', async () => {
  for (const review of ['asked', 'declined', 'left-apart']) {
    const id = await company.byHand(`apart-${review}`)
    await company.sql(sql`update accounts set review = ${review} where id = ${id}`)
    company.directory.person(`apart-${review}`, fakeBase)
  }
  expect(await company.plan((await company.run()).id)).toMatchObject({ 'skip account-under-review noted': 3 })
})
