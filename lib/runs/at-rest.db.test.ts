import { type SQL, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { eachPersonFacts, type StoredPersonFacts } from '@/lib/store/mapped-people'
import { inOrganization } from '@/lib/store/organization'
import { setRestingApart } from '@/lib/store/people-at-rest'
import type { Run } from '@/lib/store/runs'
import { isAtRest } from '@/lib/sync/at-rest'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const people = 8
const law = `OU=Law,${fakeBase}`
const nameOf = (whom: number) => `Person ${whom}`

/** What happens in the directory, and what people do by hand in Messenger. */
const inDirectory = [
  'disable',
  'rename',
  'move',
  'new-mail',
  'same-mail',
  'lose-mail',
  'manager',
  'expire',
  'remove',
] as const
const byHand: Record<string, SQL> = {
  title: sql`attributes = attributes || '{"title": "By hand"}'`,
  'no-name': sql`attributes = attributes || '{"displayName": null}'`,
  manager: sql`attributes = attributes || '{"manager": "00000000-0000-4000-8000-000000000000"}'`,
  address: sql`email_key = 'moved.' || email_key`,
  block: sql`blocked_by_admin = true`,
  'our-block': sql`blocked_by_sync = true, blocked_because = 'absent-twice'`,
  suspend: sql`suspended = true`,
  administrator: sql`role = 'administrator'`,
  owner: sql`role = 'owner'`,
  'break-glass': sql`break_glass = true`,
  'let-go': sql`connector_id = null`,
  'another-one': sql`connector_id = '00000000-0000-4000-8000-000000000001'`,
}
const whom = fc.integer({ min: 0, max: people - 1 })
const happening = fc.oneof(
  fc.record({ where: fc.constant('directory' as const), what: fc.constantFrom(...inDirectory), whom }),
  fc.record({ where: fc.constant('messenger' as const), what: fc.constantFrom(...Object.keys(byHand)), whom }),
  fc.record({ where: fc.constant('acting' as const), what: fc.constant('acting'), whom }),
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

async function companyOf(managed: readonly (number | null)[]): Promise<TestCompany> {
  const made = new TestCompany()
  await made.create()
  made.directory.unit(law)
  for (const [at, manager] of managed.entries())
    made.directory.person(
      nameOf(at),
      fakeBase,
      manager === null ? {} : { manager: `CN=${nameOf(manager)},${fakeBase}` },
    )
  await made.approve(await made.run('preview'))
  return made
}

async function happen(made: TestCompany, { where, what, whom: at }: Happening): Promise<void> {
  const mail = (number: number) => `person.${number}@${made.directory.domain}`
  if (where === 'directory') return inTheDirectory(made, what, at)
  const account = sql`email_key like ${`%${mail(at)}`}`
  if (where === 'messenger') await made.sql(sql`update accounts set ${byHand[what]} where ${account}`)
  else
    await made.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
      values (${made.organizationId}, ${made.administratorId}, ${mail(at)}, 'Acting', 'enterprise-admin', '')
      on conflict (organization_id, id) do update set email = excluded.email`)
}

function inTheDirectory({ directory }: TestCompany, what: (typeof inDirectory)[number], at: number): void {
  const named = [...directory.objects.values()].find(({ dn }) => dn.startsWith(`CN=${nameOf(at)},`))
  if (!named || named.deleted) return
  const set = (values: Record<string, string>) => directory.set(named.anchor, values)
  const mail = (name: string) => `${name}@${directory.domain}`
  if (what === 'disable') directory.disable(named.anchor)
  if (what === 'rename') set({ displayName: 'Renamed' })
  if (what === 'move') directory.move(named.anchor, law)
  if (what === 'new-mail') set({ mail: mail(`new.${at}`) })
  if (what === 'same-mail') set({ mail: mail(`person.${(at + 1) % people}`) })
  if (what === 'lose-mail') set({ mail: ' ' })
  if (what === 'manager') set({ manager: `CN=${nameOf((at + 3) % people)},${fakeBase}` })
  if (what === 'expire') set({ accountExpires: '1' })
  if (what === 'remove') directory.remove(named.anchor, { tombstone: true })
}

type Found = { resting: Anchor[]; counted: number; enabled: number; everybody: StoredPersonFacts[]; others: Anchor[] }

/** Asks about the same run twice: about everybody one by one, and about whoever is not at rest. */
function lookTwice({ organizationId, connectorId, administratorId }: TestCompany, runId: string): Promise<Found> {
  const asked = { runId, connectorId, actingFor: administratorId }
  const request = { ...asked, rules: [], pageSize: 100 }
  return inOrganization(organizationId, async tx => {
    const found: Found = { resting: [], counted: 0, enabled: 0, everybody: [], others: [] }
    await eachPersonFacts(tx, request, async page => void found.everybody.push(...page))
    for (const unit of await setRestingApart(tx, { ...asked, except: new Set() })) {
      found.counted += unit.people
      found.enabled += unit.enabled
    }
    await eachPersonFacts(tx, { ...request, others: true }, async page => {
      found.others.push(...page.map(({ person }) => person.anchor))
    })
    found.resting = found.everybody.filter(isAtRest).map(({ person }) => person.anchor)
    return found
  })
}

async function compare(made: TestCompany, run: Run): Promise<Found> {
  const found = await lookTwice(made, run.id)
  const everybody = found.everybody.map(({ person }) => person.anchor)
  const enabled = found.everybody.filter(one => isAtRest(one) && !one.joined?.account.blockedByAdmin)
  expect(found.others.toSorted()).toEqual(everybody.filter(anchor => !found.resting.includes(anchor)).toSorted())
  expect([found.counted, found.enabled]).toEqual([found.resting.length, enabled.length])

  // What planning counted is what looking at everybody counts.
  const rows = await made.sql<{ anchor: Anchor; read: boolean }>(
    sql`select anchor, read from changes where run_id = ${run.id}`,
  )
  const decided = new Set(rows.filter(({ read }) => read).map(({ anchor }) => anchor))
  expect(found.resting.filter(anchor => decided.has(anchor))).toEqual([])
  expect(run.tally).toMatchObject({
    read: everybody.length,
    inScope: found.everybody.filter(({ placement }) => placement === 'in').length,
    unchanged: everybody.length - decided.size,
  })
  return found
}

const times = env().ENROLLMENT_TEST_RUNS

test('the database passes over exactly those who are at rest, whatever happened to people and accounts', {
  timeout: 240_000 * times,
}, async () => {
  const seen = { resting: 0, people: 0 }
  const manager = fc.option(whom, { freq: 2 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(manager, { minLength: people, maxLength: people }),
      fc.array(happening, { minLength: 1, maxLength: 6 }),
      async (managed, happenings) => {
        const made = await companyOf(managed)
        for (const one of happenings) await happen(made, one)
        const { resting, everybody } = await compare(made, await made.run('preview'))
        seen.resting += resting.length
        seen.people += everybody.length
      },
    ),
    { numRuns: 15 * times, seed: 20_270_303, verbose: true },
  )
  expect(seen.resting / seen.people).toBeGreaterThan(0.2)
  expect(seen.resting / seen.people).toBeLessThan(0.9)
})
