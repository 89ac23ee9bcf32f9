import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { savePrecedence } from '@/lib/connectors/save-precedence'
import { stopWaking } from '@/lib/jobs/wake'
import { insertConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

async function newCompany(settings = {}): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create(settings)
  return company
}

/** A person whose values are those of nobody else, but for these. */
const add = (company: TestCompany, name: string, values: Record<string, string> = {}) =>
  company.directory.person(name, fakeBase, values)
const at = (company: TestCompany, name: string) => `${name}@${company.directory.domain}`

const linkedBy = (company: TestCompany) =>
  company.sql<{ rule: string; address: string; session: number }>(sql`
    select j.rule, a.email_key as address, a.session_version as session from joins j join accounts a on a.id = j.account_id
    where j.rule <> 'added' order by j.rule`)

test('each rule finds the account that nobody manages, and what it matched is told', async () => {
  const company = await newCompany()
  await company.byHand('person.1')
  await company.byHand('two.old', { attributes: { employeeNumber: '0002' } })
  await company.byHand('three.login')
  add(company, 'Person 1')
  add(company, 'Person 2', { employeeID: '0002' })
  add(company, 'Person 3', { userPrincipalName: at(company, 'Three.Login') })
  add(company, 'Person 4', { employeeID: '2' })
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toEqual({
    'add new-in-scope applied': 1,
    'link same-employee-number applied': 1,
    'link same-user-name applied': 1,
    'link same-verified-mail applied': 1,
  })
  expect(await linkedBy(company)).toEqual([
    { rule: 'employee-id', address: at(company, 'person.2'), session: 2 },
    { rule: 'user-name', address: at(company, 'person.3'), session: 2 },
    { rule: 'verified-mail', address: at(company, 'person.1'), session: 2 },
  ])
  expect((await company.run()).report).toMatchObject({ unchanged: 4, skipped: 0 })
})

test('a company that chose no rule links nobody by itself', async () => {
  const company = await newCompany({ joining: { rules: [] } })
  await company.byHand('person.1')
  await company.byHand('old', { attributes: { employeeNumber: '7' } })
  add(company, 'Person 1')
  add(company, 'Person 2', { employeeID: '7' })
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toEqual({ 'add new-in-scope applied': 1, 'skip address-in-use noted': 1 })
})

describe('nobody is linked or added by a guess', () => {
  test('when values point to different accounts, or to several, or several people to one', async () => {
    const company = await newCompany()
    await company.byHand('person.1')
    await company.byHand('other', { attributes: { employeeNumber: '1' } })
    for (const name of ['twin.a', 'twin.b']) await company.byHand(name, { attributes: { employeeNumber: '2' } })
    await company.byHand('wanted', { attributes: { employeeNumber: '3' } })
    add(company, 'Person 1', { employeeID: '1' })
    add(company, 'Person 2', { employeeID: '2' })
    add(company, 'Person 3', { employeeID: '3' })
    add(company, 'Person 4', { userPrincipalName: at(company, 'wanted') })
    const plan = {
      'skip account-claimed-twice noted': 2,
      'skip ambiguous noted': 1,
      'skip conflicting noted': 1,
    }
    const run = await company.approve(await company.run('preview'))
    expect(await company.plan(run.id)).toEqual(plan)
    expect(await company.plan((await company.run()).id)).toEqual(plan)
  })

  test('when a person comes back as another entry of the directory', async () => {
    const company = await newCompany()
    for (let number = 1; number <= 6; number++) add(company, `Person ${number}`, { employeeID: `${number}` })
    await company.approve(await company.run('preview'))
    company.directory.remove(anchorOf(`CN=Person 1,${fakeBase}`), { tombstone: true })
    company.directory.disable(anchorOf(`CN=Person 2,${fakeBase}`))
    add(company, 'Person 1 again', { mail: at(company, 'person.1'), employeeID: '1' })
    add(company, 'Person 2 again', { employeeID: '2' })
    const run = await company.run()
    expect(await company.plan(run.id)).toEqual({
      'deactivate deleted-in-directory applied': 1,
      'deactivate disabled-in-directory applied': 1,
      'skip person-recreated noted': 2,
    })
    expect(await company.plan((await company.run()).id)).toEqual({ 'skip person-recreated noted': 2 })
  })

  test('when a second entry has the number of somebody who is there: each has an own account', async () => {
    const company = await newCompany()
    add(company, 'Person 1', { employeeID: '1' })
    await company.approve(await company.run('preview'))
    add(company, 'Person 1 admin', { employeeID: '1' })
    expect((await company.run()).report).toMatchObject({ added: 1, unchanged: 1 })
  })
})

test('what another connector has joined is its own, by the entry as by the address, and it is named', async () => {
  const company = await newCompany()
  const elsewhere = randomUUID()
  await inOrganization(company.organizationId, tx =>
    insertConnector(tx, { id: elsewhere, kind: 'cloud', name: 'Berlin' }),
  )
  const [byAddress, byEntry] = [await company.byHand('person.1'), await company.byHand('before.marriage')]
  const anchor = add(company, 'Person 2')
  add(company, 'Person 1')
  await company.sql(sql`update accounts set connector_id = ${elsewhere} where id in (${byAddress}, ${byEntry})`)
  await company.sql(sql`insert into joins (organization_id, connector_id, anchor, account_id, rule)
    values (${company.organizationId}, ${elsewhere}, ${anchor}, ${byEntry}, 'added')`)
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toEqual({ 'skip account-of-other-source noted': 2 })
  expect(await company.sql(sql`select distinct because from changes where run_id = ${run.id}`)).toEqual([
    { because: { code: 'account-of-other-source', args: { owner: 'Berlin' } } },
  ])
})

test('the organization’s order of connectors says whose person somebody is: it is previewed, taken over once, and never taken back', async () => {
  const company = await newCompany()
  const elsewhere = randomUUID()
  await inOrganization(company.organizationId, tx =>
    insertConnector(tx, { id: elsewhere, kind: 'cloud', name: 'Berlin' }),
  )
  const account = await company.byHand('person.1')
  const anchor = add(company, 'Person 1')
  for (let number = 2; number <= 6; number++) add(company, `Person ${number}`)
  await company.sql(sql`update accounts set connector_id = ${elsewhere} where id = ${account}`)
  await company.sql(sql`insert into joins (organization_id, connector_id, anchor, account_id, rule)
    values (${company.organizationId}, ${elsewhere}, ${randomUUID()}, ${account}, 'added')`)
  await company.approve(await company.run('preview'))
  const owners = () =>
    company.sql(sql`select j.connector_id, j.anchor, a.connector_id as account_of from joins j
      join accounts a on a.id = j.account_id where a.id = ${account}`)
  const save = (...names: string[]) => savePrecedence(company.organizationId, { kind: 'operator', id: 'olga' }, names)
  expect(await save('Berlin', 'Paris')).toMatchObject({
    faults: [{ code: 'precedence-unknown', args: { name: 'Paris' } }],
  })
  expect(await save('Berlin', 'Berlin')).toMatchObject({ faults: [{ code: 'precedence-twice' }] })
  // The one that has the person comes first, and then the one that is not named takes from nobody.
  for (const order of [['Berlin', 'Example'], ['Berlin']]) {
    await save(...order)
    expect(await company.plan((await company.run()).id)).toEqual({ 'skip account-of-other-source noted': 1 })
  }
  await save('Example', 'Berlin')
  const preview = await company.run('preview')
  expect(await company.plan(preview.id)).toEqual({ 'link taken-by-precedence planned': 1 })
  expect(await company.sql(sql`select because, account_id from changes where run_id = ${preview.id}`)).toEqual([
    {
      because: { code: 'taken-by-precedence', args: { address: at(company, 'person.1'), owner: 'Berlin' } },
      account_id: account,
    },
  ])
  expect(await owners()).toMatchObject([{ connector_id: elsewhere, account_of: elsewhere }])
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({ 'link taken-by-precedence applied': 1 })
  const ours = [{ connector_id: company.connectorId, anchor, account_of: company.connectorId }]
  expect(await owners()).toEqual(ours)
  expect((await company.run()).report).toMatchObject({ unchanged: 6 })
  await save()
  expect((await company.run()).report).toMatchObject({ unchanged: 6 })
  expect(await owners()).toEqual(ours)
  expect(
    await company.sql(sql`select count(*)::int as n from audit_entries
    where organization_id = ${company.organizationId} and event = 'organization.precedence-saved'`),
  ).toEqual([{ n: 4 }])
})

test('a plan of a takeover is not carried out when the order has changed meanwhile', async () => {
  const company = await newCompany()
  const elsewhere = randomUUID()
  await inOrganization(company.organizationId, tx =>
    insertConnector(tx, { id: elsewhere, kind: 'cloud', name: 'Berlin' }),
  )
  const account = await company.byHand('person.1')
  add(company, 'Person 1')
  for (let number = 2; number <= 6; number++) add(company, `Person ${number}`)
  await company.sql(sql`update accounts set connector_id = ${elsewhere} where id = ${account}`)
  await company.sql(sql`insert into joins (organization_id, connector_id, anchor, account_id, rule)
    values (${company.organizationId}, ${elsewhere}, ${randomUUID()}, ${account}, 'added')`)
  await company.approve(await company.run('preview'))
  const save = (...names: string[]) => savePrecedence(company.organizationId, { kind: 'operator', id: 'olga' }, names)
  await save('Example')
  // Whoever wants an address that somebody has is decided about in a second round.
  let rounds = 0
  const failpoint = async (point: string) => {
    if (point === 'page-decided' && ++rounds === 2) await save()
  }
  const run = await company.run('synchronize', { failpoint })
  expect(await company.plan(run.id)).toEqual({ 'link taken-by-precedence failed': 1 })
  expect(await company.sql(sql`select connector_id from accounts where id = ${account}`)).toEqual([
    { connector_id: elsewhere },
  ])
})

test('when the connector that has somebody lets go, the next one takes over by the rules alone', async () => {
  const company = await newCompany()
  const elsewhere = randomUUID()
  await inOrganization(company.organizationId, tx =>
    insertConnector(tx, { id: elsewhere, kind: 'cloud', name: 'Berlin' }),
  )
  const [verified, unverified] = [
    await company.byHand('person.1'),
    await company.byHand('person.2', { verified: false }),
  ]
  for (const [account, name] of [
    [verified, 'Person 1'],
    [unverified, 'Person 2'],
  ] as const) {
    const anchor = add(company, name)
    await company.sql(sql`update accounts set connector_id = ${elsewhere} where id = ${account}`)
    await company.sql(sql`insert into joins (organization_id, connector_id, anchor, account_id, rule)
      values (${company.organizationId}, ${elsewhere}, ${anchor}, ${account}, 'added')`)
  }
  const owned = await company.approve(await company.run('preview'))
  expect(await company.plan(owned.id)).toEqual({ 'skip account-of-other-source noted': 2 })
  await company.sql(sql`delete from joins where connector_id = ${elsewhere}`)
  await company.sql(sql`update accounts set connector_id = null where connector_id = ${elsewhere}`)
  expect(await company.plan((await company.run()).id)).toEqual({
    'link same-verified-mail applied': 1,
    'skip address-in-use noted': 1,
  })
})
