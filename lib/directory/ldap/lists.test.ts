import { describe, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import type { DirectoryObject } from '../source'
import { type Attributes, entryMessage, message } from '../testing/messages'
import { type Reading, read, sourceFor, withServer } from '../testing/reading'
import type { Search } from '../testing/requests'
import type { Answer, Script } from '../testing/scripted-server'
import { attributesOf, list, person, type WorldObject, world } from '../testing/world'

const names = (count: number) => Array.from({ length: count }, (_, index) => `CN=Member ${index},OU=People,DC=lab`)

/** Ten people, a long list, a short one and an empty one. */
function listedWorld(): WorldObject[] {
  const objects = world(10)
  const [, unit] = objects
  if (!unit) throw new Error('The world has no unit')
  return [...objects, list('Long', unit, names(10)), list('Short', unit, names(2)), list('Empty', unit, [])]
}

const longIn = ({ world }: Script) => {
  const found = world.find(object => object.dn.startsWith('CN=Long,'))
  if (!found) throw new Error('The world has no long list')
  return found
}

/** Reads with pieces of three values, whose answers `piece` may change; `low` is where the piece asked for begins. */
function readPieces(piece: (answer: Answer, low: number, search: Search, script: Script) => void, limits = {}) {
  const script: Script = {
    world: listedWorld(),
    search: (search, answer, own) => {
      const low = lowOf(search)
      if (low !== null && search.kind === 'base') piece(answer, low, search, own)
      else answer.usual()
    },
  }
  return withServer(script, async server => ({
    script,
    server,
    ...(await read(sourceFor(server, { deadlines: { valueRange: 3, ...limits } }), { lists: true })),
  }))
}

function lowOf({ attributes }: Search): number | null {
  const [, low] = /^member;range=(\d+)-/.exec(attributes.find(name => name.startsWith('member;')) ?? '') ?? []
  return low === undefined ? null : Number(low)
}

/** Answers a piece with other attributes than the true ones. */
function answerWith(answer: Answer, { id }: Search, of: WorldObject, attributes: Attributes): void {
  const own = { objectGUID: [of.guid], uSNChanged: [String(of.usn)] }
  answer.raw(entryMessage(id, of.dn, { ...own, ...attributes }))
  answer.done({})
}

const listsOf = ({ objects }: Pick<Reading, 'objects'>) =>
  new Map(objects.filter(object => object.kind === 'list').map(object => [object.attributes.cn?.[0], object]))

/** Everything else of that read, which no broken list may touch. */
function expectTheRest(reading: Reading): void {
  expect(reading.outcome).toBe('complete')
  expect(reading.objects.filter(object => object.kind === 'person')).toHaveLength(10)
  expect(listsOf(reading).get('Short')?.members).toEqual(names(2))
  expect(listsOf(reading).get('Empty')?.members).toEqual([])
  expect(reading.events.at(-1)).toMatchObject({ proof: { objects: 15, people: 10, lists: 3 } })
}

describe('lists are read with their members', () => {
  test('in pieces, each once and in order, and the end is looked at again', async () => {
    const reading = await readPieces(answer => answer.usual())
    expectTheRest(reading)
    expect(listsOf(reading).get('Long')).toMatchObject({
      kind: 'list',
      members: names(10),
      attributes: { cn: ['Long'] },
    })
    const asked = reading.server.searches.map(search => (search.kind === 'base' ? lowOf(search) : null))
    expect(asked.filter(low => low !== null)).toEqual([3, 6, 9, 9])
    const reads = reading.server.operations.filter(name => name !== 'unbind')
    expect(new Set(reads)).toEqual(new Set(['bind', 'extended', 'search']))
  })

  test('only where somebody asks for them', async () => {
    await withServer({ world: world(10) }, async server => {
      const { events } = await read(sourceFor(server))
      expect(events.at(-1)).not.toHaveProperty('proof.lists')
      const asked = Buffer.concat(server.searches.map(search => search.frame)).toString('latin1')
      expect(asked).not.toMatch(/group|member/i)
    })
  })

  test('also where a server knows no pieces, and where it names the whole list without values beside the piece', async () => {
    const whole = await withServer(
      {
        world: listedWorld(),
        search: (search, answer, script) => {
          if (search.kind !== 'fetch') return answer.usual()
          for (const object of script.world.slice(-3))
            answer.raw(
              entryMessage(search.id, object.dn, {
                ...attributesOf(object, ['objectguid', 'usnchanged', 'objectclass', 'parentguid', 'cn']),
                ...(object === longIn(script) ? { member: names(10) } : { member: [], 'Member;Range=0-*': names(2) }),
              }),
            )
          answer.done({ cookie: '' })
        },
      },
      server => read(sourceFor(server), { lists: true }),
    )
    expect(whole.objects.filter(object => object.kind === 'list').map(object => object.members)).toEqual([
      names(10),
      names(2),
      names(2),
    ])
  })

  test('a list that changed after its members were read is read and delivered again', async () => {
    let isChanged = false
    const script: Script = {
      world: listedWorld(),
      search: (search, answer, own) => {
        if (search.kind === 'second-listing' && !isChanged) {
          isChanged = true
          Object.assign(longIn(own), { usn: 5_001, attributes: { cn: 'Long', member: names(4) } })
        }
        answer.usual()
      },
    }
    await withServer(script, async server => {
      const reading = await read(sourceFor(server, { deadlines: { valueRange: 3 } }), { lists: true })
      expectTheRest(reading)
      expect(reading.objects.at(-1)).toMatchObject({ kind: 'list', usnChanged: '5001', members: names(4) })
      expect(reading.events.at(-1)).toMatchObject({ proof: { changedWhileReading: 1 } })
    })
  })

  test('a list that came while reading is one of them', async () => {
    const script: Script = {
      world: listedWorld(),
      search: (search, answer, own) => {
        const [, unit] = own.world
        if (search.kind === 'second-listing' && unit && own.world.length === 15)
          own.world.push(list('New', unit, names(5), 5_002), person('New person', unit, 5_003))
        answer.usual()
      },
    }
    await withServer(script, async server => {
      const reading = await read(sourceFor(server, { deadlines: { valueRange: 3 } }), { lists: true })
      expect(reading.outcome).toBe('complete')
      expect(listsOf(reading).get('New')?.members).toEqual(names(5))
      expect(reading.events.at(-1)).toMatchObject({ proof: { objects: 17, people: 11, lists: 4 } })
    })
  })
})

describe('a list whose members cannot be proved is unknown, never shorter, and nothing else suffers', () => {
  const unknown = (reading: Reading, code: string) => {
    expectTheRest(reading)
    const long = listsOf(reading).get('Long')
    expect(long).toMatchObject({ membersFault: { code } })
    expect(long).not.toHaveProperty('members')
  }
  const bad = (low: number): Record<string, Attributes> => ({
    'a gap before the piece': { [`member;range=${low + 1}-*`]: names(10).slice(low + 1) },
    'a piece that was there before': { [`member;range=${low - 1}-*`]: names(10).slice(low - 1) },
    'a value twice': { [`member;range=${low}-*`]: ['CN=Member 0,OU=People,DC=lab', ...names(10).slice(low + 1)] },
    'fewer values than the piece is said to hold': {
      [`member;range=${low}-${low + 2}`]: names(10).slice(low, low + 2),
    },
    'more values than the piece is said to hold': { [`member;range=${low}-${low + 1}`]: names(10).slice(low, low + 3) },
    'no values at all': {},
    'the values under a name that says nothing': { member: names(10).slice(low) },
    'two pieces': { [`member;range=${low}-*`]: names(10).slice(low), 'member;range=0-*': names(1) },
  })

  test.each(Object.keys(bad(3)))('%s', async name => {
    const reading = await readPieces((answer, low, search, script) =>
      low > 0 ? answerWith(answer, search, longIn(script), bad(low)[name] ?? {}) : answer.usual(),
    )
    unknown(reading, 'list-incomplete')
  })

  test.each([1, 3, 4, 12, 51])('result code %i for a piece', async code => {
    const special: Record<number, string> = { 3: 'time-limit', 4: 'size-limit' }
    const reading = await readPieces(answer => answer.done({ code, text: 'not now' }))
    unknown(reading, special[code] ?? 'result-code')
  })

  test('a list that is not found any more', async () => {
    unknown(await readPieces(answer => answer.done({ code: 32 })), 'list-incomplete')
  })

  test('a list that changes between two pieces is read again from its beginning', async () => {
    let changes = 0
    const reading = await readPieces((answer, low, _, script) => {
      if (low === 6 && changes++ === 0)
        Object.assign(longIn(script), { usn: 5_001, attributes: { cn: 'Long', member: names(12) } })
      answer.usual()
    })
    expectTheRest(reading)
    expect(listsOf(reading).get('Long')?.members).toEqual(names(12))
  })

  test('a list that changes all the time is given up after three rounds', async () => {
    let usn = 5_001
    const reading = await readPieces((answer, low, _, script) => {
      if (low === 6) longIn(script).usn = usn++
      answer.usual()
    })
    expect(listsOf(reading).get('Long')).toMatchObject({ membersFault: { code: 'list-changing' } })
    expect(listsOf(reading).get('Short')?.members).toEqual(names(2))
    expect(reading.objects.filter(object => object.kind === 'person')).toHaveLength(10)
  })

  test.each([
    ['grew', names(11)],
    ['shrank', names(9)],
    ['is of the same length with another end', [...names(9), 'CN=Other,DC=lab']],
  ])('counting again finds that it %s, although its number of change says otherwise', async (_, members) => {
    let pieces = 0
    const reading = await readPieces((answer, low, _search, script) => {
      // The second question for the end is the count.
      if (low === 9 && ++pieces % 2 === 0) {
        const long = longIn(script)
        const before = long.attributes
        long.attributes = { cn: 'Long', member: members }
        answer.usual()
        long.attributes = before
      } else answer.usual()
    })
    unknown(reading, 'list-changing')
  })

  test('a list of more members than are taken', async () => {
    unknown(await readPieces(answer => answer.usual(), { values: 8 }), 'list-too-long')
  })

  test('a connection that ends between two pieces is no fault of the list: the scope is incomplete', async () => {
    expect((await readPieces(answer => answer.cut())).outcome).toBe('connection-lost')
    const notice = message(0, 0x78, writer => {
      writer.writeEnumeration(52)
      writer.writeString('')
      writer.writeString('going down')
    })
    expect((await readPieces(answer => answer.raw(notice))).outcome).toBe('connection-lost')
    expect((await readPieces(() => undefined, { page: 200 })).outcome).toBe('connection-timeout')
  })
})

describe('a person’s attribute of more values than one answer holds', () => {
  const addresses = Array.from({ length: 1_600 }, (_, index) => `${index}@lab.example`)
  const manyIn = (script: Script) => script.world[4]
  const readMany = (search: NonNullable<Script['search']>) => {
    const script: Script = { world: world(3), search }
    Object.assign(manyIn(script) ?? {}, { attributes: { displayName: 'Many', mail: addresses } })
    return withServer(script, async server => ({ ...(await read(sourceFor(server))), script }))
  }

  test('is read whole', async () => {
    const { outcome, objects, script, events } = await readMany((_, answer) => answer.usual())
    expect(outcome).toBe('complete')
    const found = objects.filter(object => object.anchor === manyIn(script)?.anchor)
    expect(found).toMatchObject([{ kind: 'person', attributes: { displayName: ['Many'], mail: addresses } }])
    expect(events.at(-1)).toMatchObject({ proof: { objects: 5, people: 3 } })
  })

  test('makes the scope incomplete when it cannot be read whole', async () => {
    const { outcome } = await readMany((search, answer, script) => {
      const victim = manyIn(script)
      if (search.kind !== 'base' || !search.attributes.some(name => name.startsWith('mail;')) || !victim)
        return answer.usual()
      const own = { objectGUID: [victim.guid], uSNChanged: [String(victim.usn)] }
      answer.raw(entryMessage(search.id, victim.dn, { ...own, 'mail;range=0-*': addresses.slice(0, 3) }))
      answer.done({})
    })
    expect(outcome).toBe('page-malformed')
  })
})

test('the sample company’s lists are read as they are: nested, in a circle, of 1,600 members, and of none', async () => {
  const company = generateCompany({ seed: 7, people: 1_000 })
  const sample = await startSampleDirectory({ company })
  try {
    const target = { port: sample.port, ca: sample.caPem }
    const source = sourceFor(target, { ...sampleCredentials, deadlines: { pageSize: 500 } })
    const { objects, outcome, events } = await read(source, { lists: true })
    expect(outcome).toBe('complete')
    const found = objects.filter(object => object.kind === 'list')
    const sorted = ({ dn, members }: Pick<DirectoryObject, 'dn' | 'members'>) => [dn, [...(members ?? [])].sort()]
    expect(new Map(found.map(sorted) as [])).toEqual(new Map(company.lists.map(sorted) as []))
    expect(events.find(event => event.type === 'scope-complete')).toMatchObject({
      proof: { lists: company.lists.length },
    })
    const domainUsers = found.find(object => object.attributes.objectSid?.[0]?.endsWith('-513'))
    expect(domainUsers).toMatchObject({ members: [], attributes: { cn: ['Domain Users'] } })
    const employees = objects.filter(object => object.attributes.primaryGroupID?.[0] === '513')
    expect(employees.length).toBe(company.people.length - 1)
  } finally {
    await sample.stop()
  }
})
