import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import type { ScimGroup } from '@/lib/messenger/scim-group'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { dnOf, ListCompany } from '@/lib/runs/testing/list-company'
import { countGroups, listGroupMembers, pageOfGroups, readGroup } from '@/lib/store/groups'
import { inOrganization } from '@/lib/store/organization'
import { groups, lists } from './commands/groups'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const sales = `OU=Sales,${fakeBase}`

async function company(): Promise<ListCompany> {
  const created = await ListCompany.with(['Ann', 'Bob'])
  const { directory } = created
  directory.unit(sales)
  directory.unit(`OU=North,${sales}`)
  directory.move(anchorOf(dnOf('Bob')), sales)
  directory.list('Inner', fakeBase, [`CN=Bob,${sales}`, 'CN=Elsewhere,DC=other'])
  directory.list('Outer', fakeBase, [dnOf('Ann'), dnOf('Inner')], {
    mail: `outer@${directory.domain}`,
    description: 'All',
  })
  await created.run()
  await created.addByHand('Outer', 'Ann')
  return created
}

test('lists and organizational groups are told in SCIM’s words, with whom they have', async () => {
  const { organizationId, directory } = await company()
  const context = { organizationId, actor: { kind: 'operator' as const, id: 'test' } }
  const told = (await lists(context)).json as ScimGroup[]
  expect(told).toMatchObject([
    {
      displayName: 'Inner',
      members: [{ type: 'User', display: 'Bob' }],
      enrollment: { kind: 'list', source: 'directory', effectiveMembers: 1, others: 1, outside: 0, membersKnown: true },
    },
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      externalId: anchorOf(dnOf('Outer')),
      displayName: 'Outer',
      members: [
        { type: 'User', display: 'Ann' },
        { type: 'Group', display: 'Inner', value: told[0]?.id },
      ],
      enrollment: { address: `outer@${directory.domain}`, description: 'All', effectiveMembers: 2 },
      meta: { resourceType: 'Group' },
    },
  ])
  expect((await lists(context)).lines).toEqual([
    'name   members  effective  address                                               source'.replace(
      /address +/,
      'address'.padEnd(`outer@${directory.domain}`.length + 2),
    ),
    `Inner  1        1          ${''.padEnd(`outer@${directory.domain}`.length)}  directory`,
    `Outer  2        2          outer@${directory.domain}  directory`,
  ])
  expect((await groups(context)).json).toMatchObject([
    { displayName: 'North', members: [], enrollment: { kind: 'organizational-group', parent: { display: 'Sales' } } },
    {
      displayName: 'Sales',
      externalId: anchorOf(sales),
      members: [
        { type: 'User', display: 'Bob' },
        { type: 'Group', display: 'North' },
      ],
    },
  ])
})

test('pages are sorted by name, searched by a part of name or address, and counted as a whole', async () => {
  const { organizationId, directory } = await company()
  await inOrganization(organizationId, async tx => {
    const [inner] = (await pageOfGroups(tx, { kind: 'list' }, 'name', { limit: 1 })).rows
    expect(inner).toMatchObject({ group: { name: 'Inner' } })
    expect(await pageOfGroups(tx, { kind: 'list' }, 'name', { limit: 1, after: inner?.place })).toMatchObject({
      rows: [{ group: { name: 'Outer' } }],
      more: false,
    })
    expect(await pageOfGroups(tx, { kind: 'list' }, '-address', { limit: 9 })).toMatchObject({
      rows: [{ group: { name: 'Outer' } }, { group: { name: 'Inner' } }],
    })
    const query = `OUTER@${directory.domain}`
    const found = await pageOfGroups(tx, { kind: 'list', query, source: 'directory' }, 'name', { limit: 9 })
    expect(found.rows).toMatchObject([{ group: { name: 'Outer', members: 2, people: 1, inner: 1 } }])
    expect(await countGroups(tx, { kind: 'list', query })).toBe(1)
    expect(await countGroups(tx, { kind: 'list', source: 'local' })).toBe(0)
    const outer = await readGroup(tx, found.rows[0]?.group.id ?? '')
    if (!outer) throw new Error('The list is missing')
    const [ann] = await listGroupMembers(tx, outer, { limit: 1, after: null })
    expect(ann).toMatchObject({ name: 'Ann', sources: ['directory', 'local'], managed: true })
    const rest = await listGroupMembers(tx, outer, { limit: 9, after: ann ?? null })
    expect(rest).toMatchObject([{ name: 'Inner', type: 'Group', managed: null }])
  })
})
