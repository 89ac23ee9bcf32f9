import { afterEach, describe, expect, test } from 'vitest'
import { generateCompany, type PersonRecord } from '@/lib/sample-directory/company'
import { type SampleDirectory, type SampleDirectoryOptions, startSampleDirectory } from '@/lib/sample-directory/server'
import { type Anchor, anchorFromBytes } from '../anchor'
import { listAttributes, primaryGroupAttribute } from '../list-attributes'
import { requiredAttributes } from '../person-attributes'
import { type Copy, copyOf, copyQuickly, essence, quickRequest } from '../testing/copy'
import { sourceFor, withServer } from '../testing/reading'
import { sampleSource } from '../testing/sample-source'
import type { Script } from '../testing/scripted-server'
import { baseDn, rootDse, type WorldObject, world } from '../testing/world'
import { untrackedAttribute } from '../tracked-attributes'
import type { Watermark } from '../watermark'

const request = { seed: 8, people: 60 }
const company = generateCompany(request)
const [anna, bert] = company.people.filter(person => person.kind === 'employee').slice(1) as [
  PersonRecord,
  PersonRecord,
]

const running: SampleDirectory[] = []
afterEach(async () => {
  for (const sample of running.splice(0)) await sample.stop()
})

async function begin(options: Partial<SampleDirectoryOptions> = {}) {
  const sample = await startSampleDirectory({ company, mutableForTests: true, ...options })
  running.push(sample)
  const source = sampleSource(sample)
  return { sample, source, directory: sample.directory, copy: await copyOf(source) }
}

const codeOf = async (asked: Promise<Awaited<ReturnType<typeof copyQuickly>>>) => {
  const outcome = await asked
  return outcome.kind === 'full' ? outcome.because.code : outcome.kind
}
const changed = (copy: Copy, watermark: Partial<Watermark>): Copy => {
  if (!copy.watermark) throw new Error('There is no watermark')
  return { ...copy, watermark: { ...copy.watermark, ...watermark } }
}

describe('a watermark means nothing', () => {
  test('on another domain controller of the same domain', async () => {
    const { copy, sample } = await begin()
    const other = await startSampleDirectory({ company: generateCompany({ ...request, host: 'dc2' }) })
    running.push(other)
    const outcome = await copyQuickly(sampleSource(other), copy)
    expect(outcome).toEqual({ kind: 'full', because: { code: 'full-other-server', args: { was: 'DC1', now: 'DC2' } } })
    expect(await codeOf(copyQuickly(sampleSource(sample), copy))).toBe('quick')
  })

  test('on a controller that was restored from a backup, which goes on as another generation', async () => {
    const { source, copy, directory } = await begin()
    directory.disable(anna.anchor)
    directory.restore()
    const outcome = await copyQuickly(source, copy)
    expect(outcome).toEqual({ kind: 'full', because: { code: 'full-server-restored', args: { server: 'DC1' } } })
    // What was read in full afterwards is good to go on from.
    expect(await codeOf(copyQuickly(source, await copyOf(source)))).toBe('quick')
  })

  test('on a controller whose counter went back, as one rolled back to a snapshot of its machine', async () => {
    const first = await startSampleDirectory({ company, mutableForTests: true })
    first.directory.disable(anna.anchor)
    const copy = await copyOf(sampleSource(first))
    await first.stop()
    const { source } = await begin()
    expect(await codeOf(copyQuickly(source, copy))).toBe('full-numbers-went-back')
  })

  test('on a rolled back controller that has counted past the watermark again: numbers that shrank give it away', async () => {
    const first = await startSampleDirectory({ company, mutableForTests: true })
    first.directory.setDeletedReadable(false)
    for (const person of [anna, bert]) first.directory.disable(person.anchor)
    const copy = await copyOf(sampleSource(first))
    await first.stop()
    const { source, directory } = await begin()
    directory.setDeletedReadable(false)
    for (let change = 0; change < 5; change++) directory.setAttribute(bert.anchor, 'title', [`Title ${change}`])
    expect(await codeOf(copyQuickly(source, copy))).toBe('full-numbers-went-back')
  })

  test('in another domain', async () => {
    const { copy } = await begin()
    const other = await startSampleDirectory({ company: generateCompany({ ...request, seed: 9 }) })
    running.push(other)
    expect(await codeOf(copyQuickly(sampleSource(other), copy))).toBe('full-other-domain')
  })

  test('when something else is asked for: other scopes, other attributes', async () => {
    const { source, copy } = await begin()
    const scopes = [{ anchor: company.units[0]?.anchor ?? null, dn: '' }]
    expect(await codeOf(copyQuickly(source, copy, { scopes }))).toBe('full-settings-changed')
    expect(await codeOf(copyQuickly(source, copy, { attributes: ['mail'] }))).toBe('full-settings-changed')
  })

  test('when a value is wanted that changes without a new number, as the far end of a link does', async () => {
    const { source } = await begin()
    const attributes = ['mail', 'memberOf']
    const outcome = await copyQuickly(source, await copyOf(source, { attributes }), { attributes })
    expect(outcome).toEqual({
      kind: 'full',
      because: { code: 'full-attribute-untracked', args: { attribute: 'memberOf' } },
    })
  })

  test('and what the default mapping wants can all be told', () => {
    expect(untrackedAttribute([...requiredAttributes, ...listAttributes, primaryGroupAttribute])).toBeNull()
  })

  test('where the server does not tell its generation, there is none', async () => {
    await withServer({ world: world(3) }, async server =>
      expect((await copyOf(sourceFor(server))).watermark).toBeNull(),
    )
  })
})

describe('a feed of changes', () => {
  test('is not trusted when deletions cannot be seen any more', async () => {
    for (const dirSync of [1_000, null]) {
      const { source, copy, directory } = await begin({ dirSync })
      directory.delete(anna.anchor)
      directory.setDeletedReadable(false)
      expect(await codeOf(copyQuickly(source, copy))).toBe('full-deleted-hidden')
      // The full read that follows finds another method for an account that sees no tombstones.
      expect((await copyOf(source)).watermark?.method).toBe('sweep')
    }
  })

  test('by DirSync goes on until there is no more', async () => {
    const { source, copy, directory, sample } = await begin({ dirSync: 3 })
    const people = company.people.filter(person => person.kind === 'employee').slice(0, 20)
    for (const { anchor } of people) directory.setAttribute(anchor, 'displayName', ['Somebody else'])
    const outcome = await copyQuickly(source, copy)
    if (outcome.kind === 'full') throw new Error(outcome.because.code)
    expect([outcome.method, outcome.delivered]).toEqual(['dirsync', 20])
    expect(essence(outcome.copy)).toEqual(essence(await copyOf(sampleSource(sample))))
  })

  test('by DirSync is taken up with the right to everything where the account has it, and without it where not', async () => {
    const { sample, directory, copy } = await begin()
    expect(copy.watermark?.dirSync?.objectSecurity).toBe(true)
    const reader = company.people.find(person => person.sAMAccountName === 'svc-enrollment')
    directory.setSignIn(reader?.anchor ?? expect.fail(), {
      ...{ password: 'Sample-Directory-1', mustChange: false, readsDeleted: true, replicates: true },
    })
    const permitted = await copyOf(sampleSource(sample))
    expect(permitted.watermark?.dirSync?.objectSecurity).toBe(false)
    expect(await codeOf(copyQuickly(sampleSource(sample), permitted))).toBe('quick')
  })

  test.each([
    ['is damaged', Buffer.from('garbage').toString('base64')],
    ['is empty', ''],
  ])('by DirSync ends in doubt when the cookie %s', async (_, cookie) => {
    const { source, copy } = await begin()
    const damaged = changed(copy, { dirSync: cookie === '' ? null : { cookie, objectSecurity: true } })
    expect(await codeOf(copyQuickly(source, damaged))).toBe('full-cookie-refused')
  })

  test('by DirSync ends in doubt when the server does not offer it any more', async () => {
    const { copy } = await begin()
    const { source } = await begin({ dirSync: null })
    expect(await codeOf(copyQuickly(source, copy))).toBe('full-cookie-refused')
  })
})

test('what is lost and nobody knows of is told apart from what was seen', async () => {
  const { source, directory, copy } = await begin()
  directory.setDeletedReadable(false)
  const sweeping = await copyOf(source)
  directory.delete(anna.anchor)
  directory.setHidden(bert.anchor, true)
  const outcome = await copyQuickly(source, sweeping)
  expect(outcome).toMatchObject({
    kind: 'quick',
    gone: new Map([
      [anna.anchor, 'absent'],
      [bert.anchor, 'absent'],
    ]),
  })
  expect(copy.objects.size).toBe(sweeping.objects.size)
})

describe('a sweep is checked by the look-ups that follow it', () => {
  const settings = `CN=NTDS Settings,CN=DC1,CN=Servers,CN=Configuration,${baseDn}`
  /** A domain whose server says who it is, as a sweep needs it. */
  function telling(people: number): Script & { world: WorldObject[] } {
    const objects = world(people)
    const [domain] = objects as [WorldObject]
    const service = {
      ...domain,
      guid: Buffer.alloc(16, 7),
      anchor: anchorFromBytes(Buffer.alloc(16, 7)),
      dn: settings,
      attributes: { invocationId: [Buffer.alloc(16, 9)] },
    }
    return { world: [...objects, service], rootDse: { ...rootDse, dsServiceName: [settings] } }
  }
  type Lie = NonNullable<Script['search']>
  const isSweep = (attributes: readonly string[]) => attributes.join() === 'objectguid,usnchanged,parentguid'

  async function quicklyAfter(lie: Lie): Promise<string> {
    return withServer(telling(6), async server => {
      const source = sourceFor(server)
      const copy = await copyOf(source)
      expect(copy.watermark?.method).toBe('sweep')
      server.script.search = (search, answer, script) =>
        isSweep(search.attributes) ? lie(search, answer, script) : answer.usual()
      return codeOf(copyQuickly(source, copy))
    })
  }
  const naming =
    (choose: (object: WorldObject) => WorldObject | null): Lie =>
    (_, answer, { world: all }) => {
      for (const object of all.filter(one => one.dn !== settings)) {
        const shown = choose(object)
        if (shown) answer.entry(shown)
      }
      answer.done({ cookie: '' })
    }

  test('and is believed when it tells the truth', async () => {
    expect(await quicklyAfter(naming(object => object))).toBe('quick')
  })

  test('that leaves somebody out who stands there unchanged is not believed', async () => {
    const leaveOut = naming(object => (object.dn.startsWith('CN=Person 3') ? null : object))
    expect(await quicklyAfter(leaveOut)).toBe('full-readings-disagree')
  })

  test('that shows nothing at all is not believed', async () => {
    expect(await quicklyAfter(naming(() => null))).toBe('full-readings-disagree')
  })

  test('that names smaller numbers is not believed', async () => {
    const older = naming(object => (object.dn.startsWith('CN=Person 3') ? { ...object, usn: 12 } : object))
    expect(await quicklyAfter(older)).toBe('full-numbers-went-back')
  })

  test('that ends at a limit is a reason to read everything, which then says what is wrong', async () => {
    expect(await quicklyAfter((_, answer) => answer.done({ code: 4, cookie: '' }))).toBe('full-quick-read-failed')
  })

  test('that is cut off is a fault, as of every read', async () => {
    await expect(quicklyAfter((_, answer) => answer.cut())).rejects.toThrow('connection-lost')
  })
})

test('so many changes that reading everything is quicker are not fetched one by one', async () => {
  const { source, copy } = await begin()
  const quick = quickRequest(copy)
  const again = Array.from({ length: 5_001 }, (_, index) => index.toString(16).padStart(8, '0')).map(
    hex => `${hex}-0000-4000-8000-000000000000` as Anchor,
  )
  expect(await codeOf(copyQuickly(source, copy, { quick: { ...quick, again: Promise.resolve(again) } }))).toBe(
    'full-too-many-changes',
  )
})
