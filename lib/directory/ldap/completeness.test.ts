import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import type { Scope } from '../source'
import { directory, type GeneratedDirectory, generatedAttributes } from '../testing/directories'
import { faults } from '../testing/faults/catalog'
import { created, renamed } from '../testing/faults/changes'
import { type Moment, type Placed, type Played, withFaults } from '../testing/faults/fault'
import { disagreements } from '../testing/oracle'
import { type Reading, read, type ScopeReading, sourceFor, withServer } from '../testing/reading'
import { rootDse, type WorldObject } from '../testing/world'

const times = env().ENROLLMENT_TEST_RUNS
const numRuns = 600 * times
const seed = 20_270_301
const coverage = new Map<string, number>()
const saw = (what: string) => coverage.set(what, (coverage.get(what) ?? 0) + 1)

/** A directory, how its server deals out pages and bytes, which parts of it are read, and what goes wrong. */
type Story = GeneratedDirectory & {
  pageSize: number
  pages: number[]
  pieces: number[]
  scopes: number[]
  placed: Placed[]
}

const nth = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 5 }) },
)

const placed: fc.Arbitrary<Placed> = fc
  .constantFrom(...faults)
  .chain(fault => fc.record({ fault: fc.constant(fault), kind: fc.constantFrom(...fault.at), nth }))
// Nobody is fetched again unless something happened.
const fetching = fc.tuple(
  fc.record({
    fault: fc.constantFrom(renamed(), created()),
    kind: fc.constant('second-listing' as const),
    nth: fc.nat(1),
  }),
  fc.record({
    fault: fc.constantFrom(...faults.filter(fault => fault.at.includes('fetch'))),
    kind: fc.constant('fetch' as const),
    nth: fc.nat(1),
  }),
)

const story = fc
  .record<Omit<Story, 'world' | 'highestUsn'> & { directory: GeneratedDirectory }>({
    directory,
    pageSize: fc.integer({ min: 1, max: 5 }),
    // The last page of the plan holds something, so that the listing ends.
    pages: fc
      .tuple(fc.array(fc.nat(4), { maxLength: 3 }), fc.integer({ min: 1, max: 5 }))
      .map(([some, last]) => [...some, last]),
    pieces: fc.oneof(
      fc.constant<number[]>([]),
      fc.array(fc.integer({ min: 3, max: 400 }), { minLength: 1, maxLength: 3 }),
    ),
    scopes: fc.oneof(fc.constant<number[]>([0]), fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 })),
    placed: fc.oneof(
      { weight: 1, arbitrary: fc.constant<Placed[]>([]) },
      { weight: 7, arbitrary: placed.map(one => [one]) },
      {
        weight: 3,
        arbitrary: fc.tuple(placed, placed).map(pair => pair.slice(0, pair.every(({ fault }) => fault.isLie) ? 1 : 2)),
      },
      { weight: 2, arbitrary: fetching },
    ),
  })
  .map(({ directory: { world, highestUsn }, ...rest }) => ({
    ...{ world, highestUsn, ...rest },
    [fc.toStringMethod]: () =>
      `${world.length} objects; pages ${rest.pages} of ${rest.pageSize}; scopes ${rest.scopes}; ` +
      (rest.placed.map(({ fault, kind, nth }) => `${fault.name} at ${kind} ${nth}`).join(' and ') || 'no fault'),
  }))

type Told = Played & { reading: Reading; scopes: Scope[] }

async function tell({
  world,
  highestUsn,
  pageSize,
  pages,
  pieces,
  scopes: chosen,
  placed: faulty,
}: Story): Promise<Told> {
  const units = world.filter(object => !object.classes.includes('user'))
  // Each unit once: searches are told apart by their base.
  const scopes = [...new Set(chosen.map(index => index % units.length))].map(index => scopeOf(units[index], index))
  const played = withFaults(
    {
      ...{ world: world.map(object => ({ ...object })), pages, pieces },
      rootDse: { ...rootDse, highestCommittedUSN: [String(highestUsn)] },
    },
    faulty,
  )
  const stalls = faulty.some(({ fault }) => fault.name === 'server that stops answering')
  const deadlines = { pageSize, ...(stalls ? { page: 150 } : {}) }
  const reading = await withServer(played.script, server =>
    read(sourceFor(server, { deadlines }), { scopes, attributes: generatedAttributes }),
  )
  return { ...played, reading, scopes }
}

/** The domain as the search base, or a unit by its identity. */
const scopeOf = (unit: WorldObject | undefined, index: number): Scope => ({
  anchor: index === 0 ? null : (unit?.anchor ?? null),
  dn: unit?.dn ?? '',
})

/** From the search with which a scope's last listing began to the scope's last search. */
function lastListing(moments: readonly Moment[], base: string): { until: number; from: number } {
  const until = moments.findLastIndex(({ search }) => search.base === base) + 1
  const from = moments.findLastIndex(
    ({ search }) => search.base === base && search.kind === 'second-listing' && search.paging?.cookie === '',
  )
  return { until, from }
}

function judgeScope({ objects, proof }: ScopeReading, moments: readonly Moment[]): string[] {
  if (!proof) return []
  const { until, from } = lastListing(moments, `<GUID=${proof.root}>`)
  const wrong = disagreements(objects, moments.slice(0, until), { root: proof.root, from, wanted: generatedAttributes })
  const distinct = new Map(objects.map(object => [object.anchor, object]))
  if (proof.objects !== distinct.size) wrong.push(`${proof.objects} objects proved, ${distinct.size} delivered`)
  const people = [...distinct.values()].filter(object => object.kind === 'person').length
  if (proof.people !== people) wrong.push(`${proof.people} people proved, ${people} delivered`)
  return wrong
}

/** What a read that met these faults has to come to. A lie may be undone by what follows it, and a change explains much. */
function necessity(met: readonly Placed[]): 'complete' | 'incomplete' | 'either' {
  const all = met.map(({ fault }) => fault)
  if (all.every(fault => fault.comesTo === 'complete')) return 'complete'
  const isHard = all.some(fault => fault.comesTo === 'incomplete' && (all.length === 1 || !fault.isLie))
  return isHard && all.every(fault => fault.comesTo !== 'change') ? 'incomplete' : 'either'
}

function cover({ met, reading }: Told) {
  saw('reads')
  for (const { fault } of met) saw(fault.name)
  if (met.length === 0) saw('undisturbed')
  for (const { outcome } of reading.scopes) saw(outcome === 'complete' ? 'complete scopes' : 'incomplete scopes')
}

test(
  'whatever the reader calls complete is the directory, byte for byte',
  async () => {
    const property = fc.asyncProperty(story, async story => {
      const told = await tell(story)
      cover(told)
      for (const scope of told.reading.scopes) {
        expect(scope.outcome).not.toBe('nothing')
        expect(scope.outcome).not.toBe('unexpected')
        expect(judgeScope(scope, told.moments)).toEqual([])
      }
      const isComplete = told.reading.scopes.every(scope => scope.outcome === 'complete')
      const mustBe = necessity(told.met)
      if (mustBe !== 'either') expect(isComplete).toBe(mustBe === 'complete')
    })
    await fc.assert(property, { numRuns, seed })
  },
  60_000 * times,
)

afterAll(() => {
  const reads = coverage.get('reads') ?? 0
  const scopes = (coverage.get('complete scopes') ?? 0) + (coverage.get('incomplete scopes') ?? 0)
  const counts = [...coverage].sort().map(([what, count]) => `${what} ${count}`)
  console.warn(`completeness: seed ${seed}, ${reads} reads of ${scopes} scopes; ${counts.join(', ')}`)
  expect(coverage.get('incomplete scopes') ?? 0).toBeGreaterThanOrEqual(0.1 * scopes)
  expect(coverage.get('complete scopes') ?? 0).toBeGreaterThanOrEqual(0.1 * scopes)
  expect(faults.map(fault => fault.name).filter(name => !coverage.has(name))).toEqual([])
})
