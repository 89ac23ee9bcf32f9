import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { generateCompany } from '@/lib/sample-directory/company'
import { startSampleDirectory } from '@/lib/sample-directory/server'
import type { DirectorySource } from '../source'
import { type Copy, copyOf, copyQuickly, essence } from '../testing/copy'
import { type Happening, happening, Inhabitants } from '../testing/histories'
import { sampleSource } from '../testing/sample-source'

const times = env().ENROLLMENT_TEST_RUNS
const seed = 20_270_301
const company = generateCompany({ seed: 3, people: 25 })
const coverage = new Map<string, number>()
const saw = (what: string) => coverage.set(what, (coverage.get(what) ?? 0) + 1)

/** What happens before a read, and in the middle of it: before the nth search is answered. */
type Turn = { before: Happening[]; during: { nth: number; what: Happening }[] }
const turn: fc.Arbitrary<Turn> = fc.record({
  before: fc.array(happening, { maxLength: 4 }),
  during: fc.array(fc.record({ nth: fc.nat(12), what: happening }), { maxLength: 2 }),
})
const methods = ['dirsync', 'usn', 'sweep'] as const

/** A quick read, or the full one that it asked for. */
async function follow(source: DirectorySource, copy: Copy): Promise<Copy> {
  const outcome = await copyQuickly(source, copy)
  saw(outcome.kind === 'full' ? outcome.because.code : 'quick')
  return outcome.kind === 'full' ? copyOf(source) : outcome.copy
}

test('14: whatever happened, before or while reading, quick reads lead to what a full read finds', {
  timeout: 60_000 * times,
}, async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...methods),
    fc.array(turn, { minLength: 1, maxLength: 3 }),
    async (method, turns) => {
      let waiting: Turn['during'] = []
      let searches = 0
      const sample = await startSampleDirectory({
        ...{ company, mutableForTests: true },
        ...(method === 'usn' ? { dirSync: null } : {}),
        record: ({ kind }) => {
          if (kind !== 'search') return
          for (const { what } of waiting.filter(one => one.nth === searches)) people.happen(what)
          searches++
        },
      })
      const people = new Inhabitants(company, sample.directory)
      if (method === 'sweep') sample.directory.setDeletedReadable(false)
      try {
        const source = sampleSource(sample, { pageSize: 20 })
        let copy = await copyOf(source)
        expect(copy.watermark?.method).toBe(method)
        for (const { before, during } of turns) {
          for (const what of before) people.happen(what)
          ;[waiting, searches] = [during, 0]
          copy = await follow(source, copy)
          waiting = []
        }
        // Who named somebody that was deleted is found out by the read after the one that missed the deleted.
        copy = await follow(source, await follow(source, copy))
        const numbers = copy.watermark?.method !== 'dirsync'
        expect(essence(copy, { numbers })).toEqual(essence(await copyOf(source), { numbers }))
      } finally {
        await sample.stop()
      }
    },
  )
  await fc.assert(property, { numRuns: 40 * times, seed })
})

afterAll(() => {
  const counts = [...coverage].sort().map(([what, count]) => `${what} ${count}`)
  console.warn(`quick reads: seed ${seed}; ${counts.join(', ')}`)
  const all = [...coverage.values()].reduce((sum, count) => sum + count, 0)
  expect(coverage.get('quick') ?? 0).toBeGreaterThan(all / 3)
})
