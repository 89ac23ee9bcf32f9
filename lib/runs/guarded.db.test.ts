import { type SQL, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import type { Failpoint } from './run-work'
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

const people = 6
const times = env().ENROLLMENT_TEST_RUNS
const whom = fc.integer({ min: 1, max: people })

/** What the directory says of somebody when the plan is made. */
const happening = fc.record({ what: fc.constantFrom('disable', 'enable', 'rename', 'new-mail', 'remove'), whom })
/** What people make of an account after it was decided about and before anything is carried out. */
const deeds: Record<string, SQL> = {
  owner: sql`role = 'owner'`,
  administrator: sql`role = 'administrator'`,
  'break-glass': sql`break_glass = true`,
  'of another connector': sql`connector_id = '00000000-0000-4000-8000-000000000001'`,
}
const deed = fc.record({ what: fc.constantFrom(...Object.keys(deeds)), whom })

type Row = { name: string; role: string; guarded: boolean; access: string; everything: string }

const rowsOf = (company: TestCompany) =>
  company.sql<Row>(sql`
    select split_part(email_key, '@', 1) as name, role,
      role = 'owner' or break_glass or connector_id is distinct from ${company.connectorId}::uuid as guarded,
      jsonb_build_array(email_key, active, suspended)::text as access,
      (to_jsonb(a) - 'updated_at')::text as everything
    from accounts a order by id`)

/** Two of them lost access earlier, so that there is somebody to come back. */
async function companyOf(): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(people)
  for (const at of [1, 2]) company.directory.disable(anchorOf(`CN=Person ${at},${fakeBase}`))
  await company.run()
  return company
}

function happen({ directory }: TestCompany, { what, whom: at }: { what: string; whom: number }): void {
  const anchor = anchorOf(`CN=Person ${at},${fakeBase}`)
  if (directory.objects.get(anchor)?.deleted !== false) return
  if (what === 'disable') directory.disable(anchor)
  if (what === 'enable') directory.enable(anchor)
  if (what === 'rename') directory.set(anchor, { displayName: `Renamed ${at}` })
  if (what === 'new-mail') directory.set(anchor, { mail: `new.${at}@${directory.domain}` })
  if (what === 'remove') directory.remove(anchor, { tombstone: true })
}

test('9: whoever becomes an owner, break-glass, an administrator or somebody else’s while a plan is made keeps what is theirs', {
  timeout: 240_000 * times,
}, async () => {
  const seen = { guarded: 0, changed: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(happening, { minLength: 3, maxLength: 6, selector: one => one.whom }),
      fc.uniqueArray(deed, { minLength: 1, maxLength: 3, selector: one => one.whom }),
      async (happenings, done) => {
        const company = await companyOf()
        for (const one of happenings) happen(company, one)
        let before: Row[] = []
        const failpoint = async (point: Failpoint) => {
          if (point !== 'page-decided' || before.length > 0) return
          for (const { what, whom: at } of done)
            await company.sql(sql`update accounts set ${deeds[what]} where email_key like ${`person.${at}@%`}`)
          before = await rowsOf(company)
        }
        await company.run('synchronize', { failpoint })
        const after = await rowsOf(company)
        for (const [at, row] of before.entries()) {
          if (row.guarded) expect(after[at]?.everything).toBe(row.everything)
          if (row.role === 'administrator') expect(after[at]?.access).toBe(row.access)
          if (row.guarded || row.role === 'administrator') seen.guarded += 1
          else if (after[at]?.everything !== row.everything) seen.changed += 1
        }
      },
    ),
    { numRuns: 20 * times, seed: 20_260_109, verbose: true },
  )
  expect(seen.guarded).toBeGreaterThan(10)
  expect(seen.changed).toBeGreaterThan(10)
})
