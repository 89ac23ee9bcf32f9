import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { fileTimeOf } from '@/lib/directory/formats/file-time'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import type { Run } from '@/lib/store/runs'
import { beginPlanning } from './begin-planning'
import { importSnapshot } from './import-snapshot'
import { mapPass } from './map-pass'
import type { RunWork } from './run-work'
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

const people = 8
const hour = 3_600_000
const law = `OU=Law,${fakeBase}`
const deep = `OU=Deep,${law}`

type Row = Record<string, unknown> & { anchor: Anchor; unit: string | null }
const rowsOf = (company: TestCompany, runId: string): Promise<Row[]> =>
  company.sql<Row>(sql`select * from mapped_people where run_id = ${runId} order by anchor`)

async function companyWith(settings = {}): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create(settings)
  company.directory.unit(law)
  company.directory.unit(deep)
  for (let at = 0; at < people; at++)
    company.directory.person(`Person ${at}`, [fakeBase, law, deep][at % 3] ?? fakeBase, { title: `Title ${at}` })
  await company.approve(await company.run('preview'))
  return company
}

/** A run that has read, and goes no further by itself. */
async function imported(company: TestCompany): Promise<{ work: RunWork; run: Run }> {
  const runId = await company.start()
  const { fence } = await company.claim(runId)
  const { organizationId, directory, now } = company
  const signal = new AbortController().signal
  const work = { organizationId, runId, fence, source: directory.source(), signal, now: () => now }
  await importSnapshot(work, await company.read(runId))
  return { work, run: await company.read(runId) }
}

async function goOn(company: TestCompany, runId: string): Promise<void> {
  await company.expireLease(runId)
  await company.advance(runId)
}

/** Maps everybody as a run does, or each of them afresh. */
async function mapped(company: TestCompany, { work, run }: Awaited<ReturnType<typeof imported>>, afresh: boolean) {
  const planning = await beginPlanning(work, run)
  await mapPass(afresh ? { ...planning, fingerprint: null } : planning)
  return rowsOf(company, run.id)
}

/** How many rows come from an earlier run: there each gets a mark for as long. */
async function countCarried(company: TestCompany, read: Awaited<ReturnType<typeof imported>>): Promise<number> {
  await company.sql(sql`update mapped_people set unit = '?' || coalesce(unit, '') where run_id <> ${read.run.id}`)
  const rows = await mapped(company, read, false)
  await company.sql(sql`update mapped_people set unit = nullif(substr(unit, 2), '') where run_id <> ${read.run.id}`)
  return rows.filter(({ unit }) => unit?.startsWith('?')).length
}

const settings: Record<string, object> = {
  plain: {},
  'other source': {
    mapping: { fields: { title: { source: { kind: 'attributes', names: ['description', 'title'] } } } },
  },
  expression: {
    mapping: { fields: { title: { source: { kind: 'expression', text: 'firstOf([entry.title, "Staff"])' } } } },
  },
  'when empty': {
    mapping: {
      fields: {
        department: {
          source: { kind: 'attributes', names: ['department'] },
          ifEmpty: { kind: 'default', value: 'None' },
        },
      },
    },
  },
  'own field': {
    mapping: {
      custom: [{ key: 'badge', label: 'Badge', source: { kind: 'attributes', names: ['title'] } }],
    },
  },
  excluded: {
    exclusions: {
      incoming: [{ id: anchorOf('rule'), name: 'Titles', field: 'title', match: 'contains', values: ['1'] }],
    },
  },
  included: {
    inclusion: {
      filter: '(title=Title 2)',
      attributes: [{ written: 'title', name: 'title', syntax: 'text' }],
    },
  },
  'one unit': {
    organizationalUnits: { mode: 'chosen', rules: [{ effect: 'include', anchor: anchorOf(law), dn: law }] },
  },
  'asks about units': { organizationalUnits: { mode: 'all', newUnits: 'ask' } },
}

const inDirectory = [
  'title',
  'mail',
  'other-mail',
  'manager',
  'expires',
  'spelling',
  'disable',
  'move',
  'rename',
  'remove',
  'hire',
] as const
const whom = fc.integer({ min: 0, max: people - 1 })
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom(...inDirectory), whom }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('settings' as const), to: fc.constantFrom(...Object.keys(settings)) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('unit' as const, 'unit-name' as const, 'domain' as const, 'wait' as const),
    }),
  },
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

const otherDomain = ({ directory }: TestCompany) => `other.${directory.domain}`

async function happen(company: TestCompany, one: Happening, at: number): Promise<void> {
  if (one.what === 'settings') return company.changeSettings(settings[one.to] ?? {})
  if (one.what === 'wait') company.now = new Date(company.now.getTime() + 2 * hour)
  else if (one.what === 'domain')
    await company.sql(sql`
    insert into domains (organization_id, name, verified_by, verified_at)
    values (${company.organizationId}, ${otherDomain(company)}, 'operator', now())
    on conflict (organization_id, name)
    do update set verified_by = case when domains.verified_by is null then 'operator' end`)
  else inTheDirectory(company, one, at)
}

function inTheDirectory({ directory, now }: TestCompany, one: Happening, at: number): void {
  if (one.what === 'unit') directory.unit(`OU=New ${at},${law}`)
  const unit = directory.objects.get(anchorOf(deep))
  if (one.what === 'unit-name' && unit) directory.rename(unit.anchor, `OU=Deep ${at}`)
  if (!('whom' in one)) return
  const name = `Person ${one.whom}`
  const person = [...directory.objects.values()].find(({ attributes }) => attributes.displayName?.[0] === name)
  if (one.what === 'hire') directory.person(`New ${at}`, unit?.dn ?? law)
  if (!person || person.deleted) return
  const set = (values: Record<string, string>) => directory.set(person.anchor, values)
  if (one.what === 'title') set({ title: `Title ${at}` })
  if (one.what === 'mail') set({ mail: `new.${at}@${directory.domain}` })
  if (one.what === 'other-mail') set({ mail: `new.${at}@other.${directory.domain}` })
  if (one.what === 'manager') set({ manager: `CN=Person 0,${fakeBase}` })
  if (one.what === 'expires') set({ accountExpires: fileTimeOf(new Date(now.getTime() + hour)).toString() })
  if (one.what === 'spelling') set({ accountexpires: fileTimeOf(new Date(now.getTime() + hour)).toString() })
  if (one.what === 'disable') directory.disable(person.anchor)
  if (one.what === 'move') directory.move(person.anchor, law)
  if (one.what === 'rename') directory.rename(person.anchor, `CN=Renamed ${at}`)
  if (one.what === 'remove') directory.remove(person.anchor, { tombstone: true })
}

const times = env().ENROLLMENT_TEST_RUNS

test('whoever is taken over from an earlier run is as if mapped afresh, whatever changed in directory and settings', {
  timeout: 240_000 * times,
}, async () => {
  const seen = { rounds: 0, carried: 0, fresh: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(happening, { maxLength: 2 }), { minLength: 2, maxLength: 3 }), async rounds => {
      const company = await companyWith()
      for (const [at, happenings] of rounds.entries()) {
        for (const [nth, one] of happenings.entries()) await happen(company, one, 10 * at + nth)
        const read = await imported(company)
        const carried = await countCarried(company, read)
        const [asItRuns, afresh] = [await mapped(company, read, false), await mapped(company, read, true)]
        expect(asItRuns).toEqual(afresh)
        seen.rounds += 1
        seen.carried += carried > 0 ? 1 : 0
        seen.fresh += carried < afresh.length ? 1 : 0
        await goOn(company, read.run.id)
      }
    }),
    { numRuns: 12 * times },
  )
  // What would compare nothing with nothing is no test.
  expect(seen.carried / seen.rounds).toBeGreaterThan(0.2)
  expect(seen.fresh / seen.rounds).toBeGreaterThan(0.2)
})

test('of a run in which one person changed all the others are taken over, and of an unchanged one everybody', async () => {
  const company = await companyWith()
  company.directory.set(anchorOf(`CN=Person 1,${law}`), { title: 'Other' })
  const read = await imported(company)
  expect(await countCarried(company, read)).toBe(people - 1)
  await goOn(company, read.run.id)
  const again = await imported(company)
  expect(await countCarried(company, again)).toBe(people)
  await goOn(company, again.run.id)
  expect((await company.read(again.run.id)).state).toBe('finished')
})

test('an account that expires between two runs is mapped afresh in the second', async () => {
  const company = await companyWith()
  const anchor = anchorOf(`CN=Person 1,${law}`)
  company.directory.set(anchor, { accountExpires: fileTimeOf(new Date(company.now.getTime() + hour)).toString() })
  await company.run()
  company.now = new Date(company.now.getTime() + 2 * hour)
  const { id } = await company.run()
  const [expired] = (await rowsOf(company, id)).filter(row => row.anchor === anchor)
  expect(expired?.status).toBe('expired')
})

test('nobody is taken over after a change of settings, of verified domains or of the units', async () => {
  const company = await companyWith()
  const changes: Happening[] = [
    ...Object.keys(settings)
      .filter(to => to !== 'plain')
      .map(to => ({ what: 'settings' as const, to })),
    ...(['domain', 'unit', 'unit-name'] as const).map(what => ({ what })),
  ]
  for (const [at, change] of changes.entries()) {
    await happen(company, change, at)
    const read = await imported(company)
    expect.soft([change, await countCarried(company, read)]).toEqual([change, 0])
    await goOn(company, read.run.id)
  }
})
