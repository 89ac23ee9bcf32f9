import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { env, forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import type { Run } from '@/lib/store/runs'
import type { Advanced } from './advance-run'
import type { Failpoint } from './run-work'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  // biome-ignore lint/style/noProcessEnv: a test stands in for whoever starts the worker
  process.env.ENROLLMENT_APPLY_BATCH = '2'
  forgetEnvironment()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const times = env().ENROLLMENT_TEST_RUNS
const people = 8
const law = `OU=Law,${fakeBase}`

type Happening =
  | { what: 'disable' | 'enable' | 'rename' | 'move' | 'swap-mail' | 'lose-mail'; whom: number }
  | { what: 'delete'; whom: number; tombstone: boolean }
  | { what: 'hire'; whom: number }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    what: fc.constantFrom('disable', 'enable', 'rename', 'move', 'swap-mail', 'lose-mail'),
    whom: fc.integer({ min: 0, max: people - 1 }),
  }),
  fc.record({
    what: fc.constant('delete'),
    whom: fc.integer({ min: 0, max: people - 1 }),
    tombstone: fc.boolean(),
  }),
  fc.record({ what: fc.constant('hire'), whom: fc.integer({ min: 0, max: 3 }) }),
)

const failpoints: Failpoint[] = ['part-staged', 'page-mapped', 'page-decided', 'batch-open', 'batch-committed']
const death = fc.record({ point: fc.constantFrom(...failpoints), visit: fc.integer({ min: 1, max: 3 }) })

class Story {
  readonly company = new TestCompany()
  readonly anchors: Anchor[] = []

  async begin(): Promise<void> {
    await this.company.create()
    this.company.directory.unit(law)
    await this.company.synchronized(people)
    for (const { anchor, kind } of this.company.directory.objects.values())
      if (kind === 'person') this.anchors.push(anchor)
  }

  happen({ what, whom, ...how }: Happening): void {
    const { directory } = this.company
    const anchor = this.anchors[whom]
    if (what === 'hire') {
      directory.person(`Hired ${whom}`, law)
      return
    }
    const object = anchor && directory.objects.get(anchor)
    if (!object || object.deleted || !anchor) return
    if (what === 'disable') directory.disable(anchor)
    if (what === 'enable') directory.enable(anchor)
    if (what === 'rename') directory.set(anchor, { displayName: `Renamed ${whom}` })
    if (what === 'move') directory.move(anchor, law)
    if (what === 'swap-mail') directory.set(anchor, { mail: `person.${((whom + 1) % people) + 1}@${directory.domain}` })
    if (what === 'lose-mail') directory.set(anchor, { mail: ' ' })
    if (what === 'delete') directory.remove(anchor, { tombstone: 'tombstone' in how && how.tombstone })
  }

  /** One run; a worker that dies is followed by another, and a held plan is approved. */
  async synchronize(deaths: readonly { point: Failpoint; visit: number }[]): Promise<Run> {
    const runId = await this.company.start()
    for (const { point, visit } of deaths) {
      let visits = 0
      const failpoint = (at: Failpoint) => {
        if (at === point && ++visits === visit) throw new Error('killed')
      }
      const ended = await this.company.advance(runId, { failpoint }).catch(() => null)
      if (ended !== null) break
      await this.company.expireLease(runId)
    }
    const unfinished = ['importing', 'planning', 'applying', 'queued'].includes((await this.company.read(runId)).state)
    if (unfinished) await this.company.advance(runId)
    const run = await this.company.read(runId)
    return run.state === 'held' ? this.company.approve(run) : run
  }

  /** One run whose worker freezes; another one carries it to its end, and then the first one wakes up. */
  async overtake({ point, visit }: { point: Failpoint; visit: number }): Promise<Advanced | null> {
    const runId = await this.company.start()
    let visits = 0
    const failpoint = async (at: Failpoint) => {
      if (at !== point || ++visits !== visit) return
      await this.company.expireLease(runId)
      await this.company.advance(runId)
    }
    const first = await this.company.advance(runId, { failpoint })
    const run = await this.company.read(runId)
    if (run.state === 'held') await this.company.approve(run)
    return visits < visit ? null : first
  }

  async end(): Promise<unknown[]> {
    const accounts = await this.company.accounts()
    return [...accounts].map(([name, account]) => ({ name, ...account })).sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

test('killed anywhere and resumed, a run ends as if nothing had been; and the next one finds nothing to do', {
  timeout: 240_000 * times,
}, async () => {
  const seed = 20_260_101
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 8 }),
      fc.array(death, { minLength: 1, maxLength: 3 }),
      async (happenings, deaths) => {
        const [calm, stormy] = [new Story(), new Story()]
        for (const story of [calm, stormy]) {
          await story.begin()
          for (const one of happenings) story.happen(one)
        }
        await calm.synchronize([])
        const run = await stormy.synchronize(deaths)
        expect(['finished', 'held']).toContain(run.state)
        expect(await stormy.end()).toEqual(await calm.end())

        // What had to wait for another one's address follows in the next run; then there is nothing left to do.
        await stormy.synchronize([])
        const last = await stormy.synchronize([])
        const actions = Object.keys(await stormy.company.plan(last.id)).filter(
          row => !/^(skip|suspect|leave-alone) /.test(row),
        )
        expect(actions).toEqual([])
        expect(
          Object.keys(await stormy.company.auditEvents(last.id)).filter(event => event.startsWith('account')),
        ).toEqual([])
      },
    ),
    { numRuns: 6 * times, seed, verbose: true },
  )
})

/** Outside of a transaction: inside of one the next worker would wait for the first to end it. */
const freezing: Failpoint[] = ['part-staged', 'page-mapped', 'page-decided', 'batch-committed']

test('11: a worker that froze anywhere and wakes up when another one has done its work commits nothing', {
  timeout: 240_000 * times,
}, async () => {
  const seen = { overtaken: 0 }
  const freeze = fc.record({ point: fc.constantFrom(...freezing), visit: fc.integer({ min: 1, max: 2 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 8 }), freeze, async (happenings, where) => {
      const [calm, frozen] = [new Story(), new Story()]
      for (const story of [calm, frozen]) {
        await story.begin()
        for (const one of happenings) story.happen(one)
      }
      await calm.synchronize([])
      const first = await frozen.overtake(where)
      if (first !== null) {
        expect(first).toBe('lost')
        seen.overtaken += 1
      }
      expect(await frozen.end()).toEqual(await calm.end())
    }),
    { numRuns: 8 * times, seed: 20_260_102, verbose: true },
  )
  expect(seen.overtaken).toBeGreaterThan(3)
})
