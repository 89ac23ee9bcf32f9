import * as fc from 'fast-check'
import type { Scope } from '../source'
import { directory, type GeneratedDirectory, generatedAttributes } from './directories'
import { faults } from './faults/catalog'
import { created, renamed } from './faults/changes'
import { type Fault, type Placed, type Played, withFaults } from './faults/fault'
import { stall } from './faults/transport'
import { type Reading, read, sourceFor, withServer } from './reading'
import { rootDse, type WorldObject } from './world'

/** A directory, how its server deals out pages and bytes, which parts of it are read, and what goes wrong. */
export type Story = GeneratedDirectory & {
  pageSize: number
  pages: readonly number[]
  pieces: readonly number[]
  scopes: readonly Scope[]
  placed: readonly Placed[]
}

/** Each step on the way to the smallest story is a read of its own, so the steps are counted. */
const mostSteps = 200

const nth = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 5 }) },
)

const placedAt = (fault: Fault): fc.Arbitrary<Placed> =>
  fc.record({ fault: fc.constant(fault), kind: fc.constantFrom(...fault.at), nth })
const placed = fc.constantFrom(...faults).chain(placedAt)
/** Something happens in the directory, so that somebody is fetched again. */
const happening = fc.record({
  fault: fc.constantFrom(renamed(), created()),
  kind: fc.constant('second-listing' as const),
  nth: fc.nat(1),
})

const anyFaults: fc.Arbitrary<Placed[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Placed[]>([]) },
  { weight: 7, arbitrary: placed.map(one => [one]) },
  // Two lies may agree with each other.
  { weight: 3, arbitrary: fc.tuple(placed, placed).map(pair => pair.slice(0, pair.every(isLie) ? 1 : 2)) },
  { weight: 2, arbitrary: fc.tuple(happening, placed) },
)
const isLie = ({ fault }: Placed) => fault.isLie === true

type Drawn = Pick<Story, 'pageSize' | 'pages' | 'pieces' | 'placed'> & {
  directory: GeneratedDirectory
  units: number[]
}

/** Stories of reading: with no fault, with one, with two, or with one in what is fetched again. */
export const story: fc.Arbitrary<Story> = storyWith(anyFaults)

/** Stories in which this one fault waits where it can strike. */
export const storyOf = (fault: Fault): fc.Arbitrary<Story> =>
  storyWith(fc.tuple(happening, placedAt(fault)).map(([before, one]) => (one.kind === 'fetch' ? [before, one] : [one])))

function storyWith(placed: fc.Arbitrary<Placed[]>): fc.Arbitrary<Story> {
  const told = fc
    .record<Drawn>({
      ...{ directory, placed },
      pageSize: fc.integer({ min: 1, max: 5 }),
      // The last page of the plan holds something, so that the listing ends.
      pages: fc
        .tuple(fc.array(fc.nat(4), { maxLength: 3 }), fc.integer({ min: 1, max: 5 }))
        .map(([some, last]) => [...some, last]),
      pieces: fc.oneof(
        fc.constant<number[]>([]),
        fc.array(fc.integer({ min: 3, max: 400 }), { minLength: 1, maxLength: 3 }),
      ),
      units: fc.oneof(fc.constant<number[]>([0]), fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 })),
    })
    .map(({ directory: { world, highestUsn, lists }, units, ...rest }) => ({
      ...{ world, highestUsn, lists, ...rest, scopes: scopesOf(world, units) },
      [fc.toStringMethod]: () =>
        `${world.length} objects; pages ${rest.pages} of ${rest.pageSize}; scopes ${units}; ` +
        (rest.placed.map(({ fault, kind, nth }) => `${fault.name} at ${kind} ${nth}`).join(' and ') || 'no fault'),
    }))
  return fc.limitShrink(told, mostSteps)
}

/** The domain as the search base, or units by their identity; each once, because searches are told apart by their base. */
function scopesOf(world: readonly WorldObject[], chosen: readonly number[]): Scope[] {
  const units = world.filter(object => object.classes.some(name => /unit|domain/i.test(name)))
  const distinct = new Set(chosen.map(index => units[index % units.length]))
  return [...distinct].flatMap(unit => (unit ? [{ anchor: unit.parent ? unit.anchor : null, dn: unit.dn }] : []))
}

export type Told = Played & {
  reading: Reading
  /** The reader had little patience, because of a server that might stop answering: a busy machine can be too slow for it. */
  isHurried: boolean
}

/** Lets a story happen: a server that plays it, and one import from that server. */
export async function tell(story: Story): Promise<Told> {
  const { world, highestUsn, lists, pageSize, pages, pieces, scopes, placed } = story
  const honest = {
    ...{ world: world.map(object => ({ ...object })), pages, pieces },
    rootDse: { ...rootDse, highestCommittedUSN: [String(highestUsn)] },
  }
  const played = withFaults(honest, placed)
  const isHurried = placed.some(({ fault }) => fault.name === stall().name)
  const deadlines = { connect: 20_000, signIn: 20_000, page: isHurried ? 150 : 20_000, pageSize, valueRange: 3 }
  const reading = await withServer(played.script, server =>
    read(sourceFor(server, { deadlines }), { scopes, lists, attributes: generatedAttributes }),
  )
  return { ...played, reading, isHurried }
}
