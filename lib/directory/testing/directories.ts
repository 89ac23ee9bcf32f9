import * as fc from 'fast-check'
import { writeRdn } from '@/lib/sample-directory/dn'
import { anchorFromBytes } from '../anchor'
import { baseDn, type Values, type WorldObject } from './world'

/** Names as people have them, and as nobody should. */
const knownNames = [
  ...[
    'Zoë Müller',
    'Zoe\u0308 Mu\u0308ller',
    'Smith, John',
    '王小明',
    '김민준',
    'नेहा शर्मा',
    'محمد علي',
    'עדי כהן',
    'Ελένη',
  ],
  ...[
    'Ірина',
    'สมชาย',
    'İstanbul ı',
    'ﬁne',
    'Ａｌｉｃｅ',
    '👩‍👩‍👧',
    'a+b=c;d<e>f#"g\\',
    ' leads',
    'trails ',
    '#hash',
    'O’Brien',
  ],
  ...[
    'RTL\u202egnp',
    'NUL\0inside',
    'line\nbreak\r\nand\ttab',
    'bell\u0007',
    'zero\u200bwidth',
    '\ufeffmark',
    '\ufffd',
    '*)(cn=*',
  ],
]

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...knownNames) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...knownNames), fc.integer({ min: 10, max: 9_000 })).map(repeated) },
)

/** Long enough for lengths of two and three bytes (X.690 §8.1.3). */
function repeated([text, times]: [string, number]): string {
  return text.repeat(times)
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map(value => Buffer.from(value))

const values: fc.Arbitrary<Values> = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.array(fc.oneof(name, bytes), { maxLength: 4 }) },
)

const attributeNames = ['displayName', 'mail', 'department', 'otherTelephone'] as const

/** Attributes that a generated directory may have. */
export const generatedAttributes: readonly string[] = attributeNames

const attributes: fc.Arbitrary<Record<string, Values>> = fc
  .record({
    names: fc.subarray([...attributeNames]),
    given: fc.tuple(values, values, values, values),
    // A server may spell an attribute's name as it likes (RFC 4512 §2.5).
    spell: fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.toLowerCase(),
    ),
  })
  .map(({ names, given, spell }) => Object.fromEntries(names.map((one, at) => [spell(one), given[at] ?? []])))

const guid = fc.oneof(
  { weight: 5, arbitrary: fc.uint8Array({ minLength: 16, maxLength: 16 }) },
  // Bytes that happen to be text, and bytes that count up.
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 16, maxLength: 16, min: 0x20, max: 0x7e }) },
  { weight: 1, arbitrary: fc.nat(40).map(last => Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? last : 0))) },
)

type Seed = { name: string; above: number; attributes: WorldObject['attributes']; usn: bigint }
const seed = (highest: bigint): fc.Arbitrary<Seed> =>
  fc.record({ name, above: fc.nat(99), attributes, usn: fc.bigInt({ min: 1n, max: highest }) })

export type GeneratedDirectory = {
  world: WorldObject[]
  highestUsn: bigint
  /** Whether there are lists among them, and they are to be read. */
  lists: boolean
}

/** Members by their place among the people; whoever stands elsewhere is a name that nothing else is known of. */
type ListSeed = Seed & { members: number[] }

/** A domain with nested units, people and lists in them: any name, any value, any identity. Few objects, so that pages matter. */
export const directory: fc.Arbitrary<GeneratedDirectory> = fc
  .constantFrom(5_000n, 2n ** 53n + 1n, 2n ** 63n - 1_000n)
  .chain(highestUsn =>
    fc
      .record({
        units: fc.array(seed(highestUsn), { minLength: 1, maxLength: 4 }),
        people: fc.array(seed(highestUsn), { maxLength: 9 }),
        lists: fc.oneof(
          { weight: 2, arbitrary: fc.constant<ListSeed[]>([]) },
          { weight: 1, arbitrary: lists(highestUsn) },
        ),
        guids: fc.uniqueArray(guid, { minLength: 17, maxLength: 17, selector: value => String(value) }),
      })
      .map(({ guids, ...seeds }) => ({ highestUsn, lists: seeds.lists.length > 0, world: build(seeds, guids) })),
  )

function lists(highestUsn: bigint): fc.Arbitrary<ListSeed[]> {
  const members = fc.uniqueArray(fc.nat(12), { maxLength: 9 })
  return fc.array(
    fc.tuple(seed(highestUsn), members).map(([own, chosen]) => ({ ...own, members: chosen })),
    { minLength: 1, maxLength: 3 },
  )
}

type Seeds = { units: readonly Seed[]; people: readonly Seed[]; lists: readonly ListSeed[] }

function build({ units, people, lists: groups }: Seeds, guids: readonly Uint8Array[]): WorldObject[] {
  const rest = guids.map(value => Buffer.from(value))
  const make = (own: Partial<Seed>, dn: string, parent: Buffer | null, classes: string[]): WorldObject => {
    const bytes16 = rest.pop() ?? Buffer.alloc(16)
    const { usn = 1n, attributes: given = {} } = own
    return {
      ...{ guid: bytes16, anchor: anchorFromBytes(bytes16), dn, parent, usn, classes },
      ...{ deleted: false, attributes: given },
    }
  }
  const domain = make({}, baseDn, null, ['top', 'domain', 'domainDNS'])
  const holders = [domain]
  const inside = (own: Seed, type: 'OU' | 'CN', classes: string[]) => {
    const above = holders[own.above % holders.length] ?? domain
    return make(own, `${writeRdn({ attribute: type, value: own.name })},${above.dn}`, above.guid, classes)
  }
  for (const unit of units) holders.push(inside(unit, 'OU', ['top', 'organizationalUnit']))
  const persons = people.map(person => inside(person, 'CN', ['top', 'person', 'organizationalPerson', 'user']))
  const named = (at: number) => persons[at]?.dn ?? `CN=Somebody ${at},DC=elsewhere,DC=example`
  const lists = groups.map(({ members, ...own }) => {
    const made = inside(own, 'CN', ['top', 'group'])
    const distinct = [...new Set(members.map(named))]
    return { ...made, attributes: { ...made.attributes, cn: own.name, member: distinct } }
  })
  return [...holders, ...persons, ...lists]
}
