import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { forgetMembersOfGone, partsToSettle, settleEffectiveMembers } from './effective-members'
import { inOrganization, type OrganizationTransaction } from './organization'

let database: TestDatabase
let company: TestCompany
beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const lists = 12
const each = 5

/** Each list has five people of its own and the next list, the last one the first. */
const fill = sql`
  with made as (
    insert into groups (organization_id, id, kind, name, source)
    select ${sql.raw("current_setting('enrollment.organization')::uuid")}, gen_random_uuid(), 'list', 'List ' || at, 'local'
    from generate_series(0, ${lists - 1}) at returning organization_id, id, split_part(name, ' ', 2)::int as at
  ), nested as (
    insert into group_nestings (organization_id, group_id, inner_id, source)
    select o.organization_id, o.id, i.id, 'local' from made o join made i on i.at = (o.at + 1) % ${lists}
  )
  insert into group_members (organization_id, group_id, account_id, source)
  select organization_id, id, gen_random_uuid(), 'local' from made, generate_series(1, ${each})`

const within = <T>(work: (tx: OrganizationTransaction) => Promise<T>) => inOrganization(company.organizationId, work)

async function settle(most: number): Promise<number[]> {
  const parts = await within(tx => partsToSettle(tx, most))
  for (const part of parts) await within(tx => settleEffectiveMembers(tx, part))
  return parts.map(part => part.length)
}

const counted = () =>
  company.sql<{ list: string; people: number }>(sql`
    select g.name as list, count(*)::int as people from effective_members e
    join groups g on g.organization_id = e.organization_id and g.id = e.group_id group by 1 order by 1`)

test('lists in a circle have everybody of all of them, settled in parts that are no larger than was said', async () => {
  await company.sql(fill)
  // Each list reaches 60 people.
  expect(await settle(130)).toEqual([2, 2, 2, 2, 2, 2])
  expect((await counted()).map(({ people }) => people)).toEqual(Array(lists).fill(lists * each))

  // The circle is opened: the first one reaches everybody still, the last one itself alone.
  await company.sql(sql`delete from group_nestings n using groups g
    where g.organization_id = n.organization_id and g.id = n.group_id and g.name = ${`List ${lists - 1}`}`)
  expect((await settle(1)).length).toBe(lists)
  const open = new Map((await counted()).map(({ list, people }) => [list, people]))
  for (let at = 0; at < lists; at++) expect(open.get(`List ${at}`)).toBe((lists - at) * each)

  // What is no list any more leaves nobody behind.
  await company.sql(sql`delete from groups where name = 'List 0'`)
  await within(forgetMembersOfGone)
  const [left] = await company.sql<{ people: number }>(sql`select count(*)::int as people from effective_members`)
  expect(left?.people).toBe([...open.values()].reduce((sum, people) => sum + people, 0) - lists * each)
})
