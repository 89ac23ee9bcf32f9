import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { generatedAttributes } from '../testing/directories'
import { faults } from '../testing/faults/catalog'
import type { Moment } from '../testing/faults/fault'
import { disagreements } from '../testing/oracle'
import type { ScopeReading } from '../testing/reading'
import { type Story, story, storyOf, type Told, tell } from '../testing/stories'
import type { WorldObject } from '../testing/world'

const times = env().ENROLLMENT_TEST_RUNS
const numRuns = 400 * times
const seed = 20_270_301
const coverage = new Map<string, number>()
const saw = (what: string) => coverage.set(what, (coverage.get(what) ?? 0) + 1)

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
  const number = (kind: string) => [...distinct.values()].filter(object => object.kind === kind).length
  if (proof.people !== number('person')) wrong.push(`${proof.people} people proved, ${number('person')} delivered`)
  if ((proof.lists ?? 0) !== number('list')) wrong.push(`${proof.lists} lists proved, ${number('list')} delivered`)
  return wrong
}

/** What a read that met these faults has to come to. A lie may be undone by what follows it, and a change explains much. */
function necessity({ met, isHurried }: Told): 'complete' | 'incomplete' | 'either' {
  const all = met.map(({ fault }) => fault)
  if (all.every(fault => fault.comesTo === 'complete')) return isHurried ? 'either' : 'complete'
  const isHard = all.some(fault => fault.comesTo === 'incomplete' && (all.length === 1 || !fault.isLie))
  return isHard && all.every(fault => fault.comesTo !== 'change') ? 'incomplete' : 'either'
}

function cover({ met, reading }: Told) {
  saw('reads')
  if (reading.objects.some(object => object.members?.length)) saw('members')
  if (reading.objects.some(object => object.membersFault)) saw('members unknown')
  for (const { fault } of met) saw(fault.name)
  if (met.length === 0) saw('undisturbed')
  for (const { outcome } of reading.scopes) saw(outcome === 'complete' ? 'complete scopes' : 'incomplete scopes')
}

async function mustBeTrue(story: Story): Promise<Told> {
  const told = await tell(story)
  cover(told)
  if (told.met.length === 0) expect(told.reading.objects.filter(object => object.membersFault)).toEqual([])
  for (const scope of told.reading.scopes) {
    expect(scope.outcome).not.toBe('nothing')
    expect(scope.outcome).not.toBe('unexpected')
    expect(judgeScope(scope, told.moments)).toEqual([])
  }
  const isComplete = told.reading.scopes.every(scope => scope.outcome === 'complete')
  const mustBe = necessity(told)
  if (mustBe !== 'either') expect(isComplete).toBe(mustBe === 'complete')
  return told
}

const patience = { timeout: 60_000 * times }

test('whatever the reader calls complete is the directory, byte for byte', patience, async () => {
  await fc.assert(
    fc.asyncProperty(story, async story => void (await mustBeTrue(story))),
    { numRuns, seed },
  )
})

test.each(faults)('a read that meets: $name', patience, async fault => {
  let met = 0
  const property = fc.asyncProperty(storyOf(fault), async story => {
    met += (await mustBeTrue(story)).met.filter(one => one.fault === fault).length
  })
  await fc.assert(property, { numRuns: 10 * times, seed })
  expect(met).toBeGreaterThan(0)
})

/** A scope's reading without anything that the server may decide: one order, one number of pages. */
function inOrder({ objects, proof, outcome }: ScopeReading) {
  const sorted = objects
    .toSorted((one, other) => (one.anchor < other.anchor ? -1 : 1))
    .map(object => ({
      ...object,
      ...(object.members ? { members: object.members.toSorted() } : {}),
      attributes: Object.fromEntries(
        Object.entries(object.attributes).map(([name, values]) => [name, values.toSorted()]),
      ),
    }))
  return { outcome, objects: sorted, proof: proof && { ...proof, pages: 0 } }
}

const reversed = (attributes: WorldObject['attributes']): WorldObject['attributes'] =>
  Object.fromEntries(
    Object.entries(attributes)
      .toReversed()
      .map(([name, values]) => [name, typeof values === 'string' ? values : values.toReversed()]),
  )

test('the order of entries and values, the pages and the pieces make no difference', patience, async () => {
  const shuffled = story.chain(calm =>
    fc.record({
      calm: fc.constant({ ...calm, placed: [] }),
      order: fc.shuffledSubarray(calm.world, { minLength: calm.world.length }),
      pageSize: fc.integer({ min: 1, max: 20 }),
    }),
  )
  const property = fc.asyncProperty(shuffled, async ({ calm, order, pageSize }) => {
    const world = order.map(object => ({ ...object, attributes: reversed(object.attributes) }))
    const one = await tell(calm)
    const other = await tell({ ...calm, world, pageSize, pages: [pageSize], pieces: [] })
    expect(one.reading.scopes.map(scope => scope.outcome)).toEqual(calm.scopes.map(() => 'complete'))
    expect(other.reading.scopes.map(inOrder)).toEqual(one.reading.scopes.map(inOrder))
  })
  await fc.assert(property, { numRuns: 100 * times, seed })
})

afterAll(() => {
  const reads = coverage.get('reads') ?? 0
  const scopes = (coverage.get('complete scopes') ?? 0) + (coverage.get('incomplete scopes') ?? 0)
  const counts = [...coverage].sort().map(([what, count]) => `${what} ${count}`)
  console.warn(`completeness: seed ${seed}, ${reads} reads of ${scopes} scopes; ${counts.join(', ')}`)
  expect(coverage.get('incomplete scopes') ?? 0).toBeGreaterThanOrEqual(0.1 * scopes)
  expect(coverage.get('complete scopes') ?? 0).toBeGreaterThanOrEqual(0.1 * scopes)
})
