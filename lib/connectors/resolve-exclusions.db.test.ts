import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { dnOf, ListCompany } from '@/lib/runs/testing/list-company'
import { type ExclusionSettings, ExclusionSettings as Settings } from '@/lib/settings/exclusions'
import { listPeople } from '@/lib/store/accounts'
import { pageOfGroups } from '@/lib/store/groups'
import { inOrganization } from '@/lib/store/organization'
import { resolveExclusions } from './resolve-exclusions'

let database: TestDatabase
let company: ListCompany
beforeAll(async () => {
  database = await testDatabase()
  company = await ListCompany.with(['Ann', 'Bob'])
  company.directory.unit(`OU=Staff,${fakeBase}`)
  company.directory.list('Staff', fakeBase, [dnOf('Ann')], { mail: `staff@${company.directory.domain}` })
  await company.run()
})
afterAll(() => database.drop())

type Written = Parameters<typeof resolveExclusions>[1]
const nobody = { accounts: [], rules: [], groups: [], groupRules: [] }
const resolve = (written: Partial<Written['protected']>, before: ExclusionSettings = Settings.parse({})) =>
  inOrganization(company.organizationId, tx =>
    resolveExclusions(tx, { incoming: [], protected: { ...nobody, ...written } }, before),
  )
const rule = { name: 'Service', field: 'cn', match: 'exact' as const, values: ['svc'] }
const leave = 'leave-as-is' as const

test('rules of one name keep their ids in their order, and a new one gets its own', async () => {
  const before = Settings.parse({ incoming: [0, 1].map(() => ({ ...rule, id: randomUUID() })) })
  const incoming = [rule, { ...rule, values: ['other'] }, { ...rule, name: 'New' }]
  const resolved = await inOrganization(company.organizationId, tx =>
    resolveExclusions(tx, { incoming, protected: nobody }, before),
  )
  const ids = resolved.ok ? resolved.value.incoming.map(({ id }) => id) : []
  expect(ids.slice(0, 2)).toEqual(before.incoming.map(({ id }) => id))
  expect(new Set(ids).size).toBe(3)
})

test('an account is found by its address, however it is written, or by its id, and never twice', async () => {
  const ann = await inOrganization(company.organizationId, async tx => {
    for await (const page of listPeople(tx)) return page.find(({ attributes }) => attributes.displayName === 'Ann')
  })
  const { id, attributes } = ann ?? expect.fail()
  const account = (attributes.email ?? '').toUpperCase()
  const reason = 'Kept by hand'
  const found = {
    ok: true,
    value: { protected: { accounts: [{ accountId: id, name: 'Ann', effect: leave, reason }] } },
  }
  expect(await resolve({ accounts: [{ account, effect: leave, reason, line: 3 }] })).toMatchObject(found)
  expect(await resolve({ accounts: [{ account: id.toUpperCase(), effect: leave, reason, line: 3 }] })).toMatchObject(
    found,
  )
  const twice = [account, id].map((one, index) => ({ account: one, effect: leave, line: index + 3 }))
  expect(await resolve({ accounts: twice })).toMatchObject({ faults: [{ code: 'protected-twice', args: { line: 4 } }] })
})

test('who was protected stays so by id though Messenger has no such account, and nobody else is', async () => {
  const gone = randomUUID()
  const before = Settings.parse({ protected: { accounts: [{ accountId: gone, name: 'Gone', effect: leave }] } })
  const accounts = [{ account: gone, effect: leave, line: 7 }]
  expect(await resolve({ accounts }, before)).toEqual({ ok: true, value: before })
  expect(await resolve({ accounts })).toMatchObject({
    faults: [{ code: 'protected-account-unknown', args: { value: gone, line: 7 } }],
  })
})

test('a name of two groups is told to be ambiguous; the address and the id are not', async () => {
  const [list] = await inOrganization(company.organizationId, async tx => {
    return (await pageOfGroups(tx, { kind: 'list' }, 'name', { limit: 9 })).rows.map(({ group }) => group)
  })
  const { id, address } = list ?? expect.fail()
  expect(await resolve({ groups: [{ group: 'Staff', line: 5 }] })).toMatchObject({
    faults: [{ code: 'protected-group-ambiguous', args: { line: 5, count: 2 } }],
  })
  for (const group of [id, address ?? ''])
    expect(await resolve({ groups: [{ group, line: 5 }] })).toMatchObject({
      value: { protected: { groups: [{ groupId: id, name: 'Staff' }] } },
    })
  expect(await resolve({ groups: [{ group: 'Nowhere', line: 5 }] })).toMatchObject({
    faults: [{ code: 'protected-group-unknown', args: { value: 'Nowhere', line: 5 } }],
  })
})
