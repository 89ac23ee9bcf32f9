import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from './testing/company'
import { begin, importOnly, type Story, story, unitsOf } from './testing/quick-stories'
import { snapshotOf, snapshotRows } from './testing/snapshot-rows'

let database: TestDatabase
let tenant: TestCompany
beforeAll(async () => {
  database = await testDatabase()
  tenant = new TestCompany()
  await tenant.create()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const count = new Map<string, number>()
const counted = (what: string) => count.set(what, (count.get(what) ?? 0) + 1)

async function tell(told: Story): Promise<void> {
  const { method } = told
  await tenant.changeSettings({ organizationalUnits: unitsOf(told) })
  const { sample, source, world } = await begin(told)
  try {
    await importOnly(tenant, () => source, { quick: false })
    for (const [round, changes] of told.rounds.entries()) {
      for (const one of changes) world.change(one)
      const run = await importOnly(tenant, () => source, { quick: true })
      counted(run.fullBecause?.code ?? `${method} ${round}`)
      const snapshot = await snapshotOf(tenant, run.id)
      expect(snapshot.method).toBe(run.fullBecause ? 'full' : method)
      const full = await importOnly(tenant, () => source, { quick: false })
      // DirSync leaves out whoever changed in nothing that was asked for: their number is the old one.
      const numbers = { numbers: method !== 'dirsync' }
      expect(await snapshotRows(tenant, run.id, numbers)).toEqual(await snapshotRows(tenant, full.id, numbers))
      // The next round goes on from the quick import, not from the read that it was compared with.
      await tenant.sql(sql`delete from snapshots where run_id = ${full.id}`)
    }
  } finally {
    await sample.stop()
  }
}

const longer = env().ENROLLMENT_TEST_RUNS
const settings = { seed: 20270401, numRuns: 80 * longer, endOnFailure: true }

test('whatever administrators did, a quick import leaves the same snapshot as a full one, byte for byte', {
  timeout: 600_000 * longer,
}, async () => {
  await fc.assert(fc.asyncProperty(story, tell), settings).finally(() => {
    const counts = [...count].sort().map(([what, times]) => `${what}: ${times}`)
    console.warn(`quick equals full: seed ${settings.seed}, ${settings.numRuns} stories; ${counts.join(', ')}`)
  })
  for (const method of ['dirsync', 'usn', 'sweep']) {
    expect(count.get(`${method} 0`) ?? 0).toBeGreaterThanOrEqual(5)
    expect(count.get(`${method} 1`) ?? 0).toBeGreaterThanOrEqual(2)
  }
})
