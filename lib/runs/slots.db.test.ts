import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { DirectorySource } from '@/lib/directory/source'
import { sourceFor } from '@/lib/directory/testing/reading'
import { stopWaking } from '@/lib/jobs/wake'
import { type Company, generateCompany } from '@/lib/sample-directory/company'
import { type Operation, type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import type { Run } from '@/lib/store/runs'
import { beginSlot, type Slot } from './slot'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const pageSize = 10
/** A directory that counts the pages it is asked for. */
type Counted = {
  sample: SampleDirectory
  source: DirectorySource
  people: Company['people']
  company: Company
  pages: number
  onPage: () => void
}

async function countedDirectory(
  people: number,
  slowness: (operation: Operation) => number = () => 0,
): Promise<Counted> {
  const company = generateCompany({ seed: 36, people })
  const counted = { pages: 0, onPage: () => {} } as Counted
  const record = ({ search }: Operation) => {
    if (!search?.pageSize) return
    counted.pages++
    counted.onPage()
  }
  const sample = await startSampleDirectory({ company, mutableForTests: true, record, slowness })
  const target = { port: sample.port, ca: sample.caPem }
  const source = sourceFor(target, {
    ...sampleCredentials,
    deadlines: { pageSize, page: 60_000, signIn: 30_000, connect: 30_000 },
  })
  return Object.assign(counted, { sample, source, people: company.people, company })
}

/** A slot whose time is the pages that the directory answers, so that how busy the machine is does not matter. */
function slotOfPages(directory: Counted, pages: number, fewest = 5): Slot {
  const begin = directory.pages
  const spent = () => directory.pages - begin
  return {
    ...{ seconds: 20, fewest },
    isWorthBeginning: () => spent() < pages / 2,
    readingTime: () => {
      const time = new AbortController()
      directory.onPage = () => {
        if (spent() >= pages) time.abort(new DOMException('The slot is over', 'TimeoutError'))
      }
      return time.signal
    },
  }
}

/** One slot after the other, each a claim of its own as another process would make it. @returns how many it took */
async function carryOn(
  company: TestCompany,
  runId: string,
  {
    source,
    slot,
    between = async () => {},
  }: { source: DirectorySource; slot: () => Slot; between?: () => Promise<void> },
): Promise<number> {
  for (let slots = 1; slots <= 60; slots++) {
    if ((await company.advance(runId, { source, slot: slot() })) !== 'paused') return slots
    await between()
  }
  throw new Error('It never ended')
}

async function newCompany(scopes: readonly { anchor: string; dn: string }[] = []): Promise<TestCompany> {
  const company = new TestCompany()
  const rules = scopes.map(({ anchor, dn }) => ({ anchor, dn, effect: 'include' }))
  await company.create(scopes.length > 0 ? { organizationalUnits: { mode: 'chosen', rules } } : {})
  return company
}

/** What stands in staging, but for the number that only reading in units asks for. */
const staged = (company: TestCompany, runId: string) =>
  company.sql(sql`select anchor, kind, scope, dn, dn_key, parent, usn_changed::text as usn, attributes - 'uSNCreated' as attributes
    from snapshot_objects where run_id = ${runId} order by anchor`)
const units = (company: TestCompany, runId: string) =>
  company.sql<{ kind: string; state: string; part: unknown; scope: number }>(
    sql`select kind, state, part, scope from import_units where run_id = ${runId} order by number`,
  )

async function withDirectory(people: number, work: (directory: Counted) => Promise<void>): Promise<void> {
  const directory = await countedDirectory(people)
  try {
    await work(directory)
  } finally {
    await directory.sample.stop()
  }
}

/** The same company read in one go. */
async function readWhole(company: TestCompany, { source }: Counted): Promise<Run> {
  const run = await company.run('preview', { source })
  expect(run.fault).toBeNull()
  return run
}

describe('a read that does not fit into one slot', () => {
  test('is cut into units, and comes to the same as a read in one go', async () => {
    await withDirectory(120, async directory => {
      const company = await newCompany()
      const runId = await company.start('preview')
      const slots = await carryOn(company, runId, { ...directory, slot: () => slotOfPages(directory, 25) })
      expect(slots).toBeGreaterThan(2)
      const run = await company.read(runId)
      expect(run).toMatchObject({ state: 'previewed', fault: null })
      const read = await units(company, runId)
      expect(read.every(unit => unit.state === 'done')).toBe(true)
      expect(read.filter(unit => unit.kind === 'part').length).toBeGreaterThan(1)
      expect(read.filter(unit => unit.kind === 'closing')).toHaveLength(1)
      const inSlots = await staged(company, runId)
      const whole = await readWhole(company, directory)
      expect(inSlots).toEqual(await staged(company, whole.id))
      expect(run.report).toEqual(whole.report)
    })
  })

  test('that fits is one unit, and nothing is read twice', async () => {
    await withDirectory(30, async directory => {
      const company = await newCompany()
      const runId = await company.start('preview')
      const slots = await carryOn(company, runId, { ...directory, slot: () => slotOfPages(directory, 100) })
      expect(slots).toBe(1)
      const asked = directory.pages
      expect(await units(company, runId)).toHaveLength(1)
      await readWhole(company, directory)
      expect(directory.pages - asked).toBe(asked)
    })
  })

  test('goes on where it was, whoever does the next slot, and however the last one ended', async () => {
    await withDirectory(120, async directory => {
      const company = await newCompany()
      const runId = await company.start('preview')
      const slot = () => slotOfPages(directory, 25)
      expect(await company.advance(runId, { ...directory, slot: slot() })).toBe('paused')
      const dying = () => {
        throw new Error('killed')
      }
      await expect(company.advance(runId, { ...directory, slot: slot(), failpoint: dying })).rejects.toThrow('killed')
      await company.expireLease(runId)
      await carryOn(company, runId, { ...directory, slot })
      const whole = await readWhole(company, directory)
      expect(await staged(company, runId)).toEqual(await staged(company, whole.id))
      expect((await company.read(runId)).report).toEqual(whole.report)
    })
  })

  test('sees everybody who came, changed and moved between its slots, units with all their people included', async () => {
    await withDirectory(200, async directory => {
      const { sample, company: sampleCompany, people } = directory
      const named = (name: string) => {
        const found = sampleCompany.units.find(unit => unit.name === name)
        if (!found) throw new Error(`The company has no ${name}`)
        return found
      }
      const [early, late] = [named('Manufacturing'), named('Sales')]
      const company = await newCompany([early, late])
      const inLate = people.filter(person => person.dn.endsWith(late.dn))
      const moving = named('Americas')
      const inMoving = people.filter(person => person.dn.endsWith(moving.dn))
      expect(inMoving.length).toBeGreaterThan(3)
      const runId = await company.start('preview')
      let hasMoved = false
      const between = async () => {
        // The first scope is read, the second is not: who moves from the second into the first is in neither.
        const waiting = (await units(company, runId)).filter(unit => unit.state === 'waiting')
        if (hasMoved || waiting.some(unit => unit.scope === 0) || !waiting.some(unit => unit.scope === 1)) return
        hasMoved = true
        sample.directory.moveUnit(moving.anchor, early.anchor)
        sample.directory.hire(early.anchor, 'Hired meanwhile', { displayName: ['Hired meanwhile'] })
        const changed = inLate.find(person => !person.dn.endsWith(moving.dn))
        if (changed) sample.directory.setAttribute(changed.anchor, 'title', ['Changed meanwhile'])
      }
      const slot = () => slotOfPages(directory, 9)
      await carryOn(company, runId, { ...directory, slot, between })
      expect(hasMoved).toBe(true)
      expect((await units(company, runId)).map(unit => unit.kind)).toEqual(expect.arrayContaining(['moved', 'closing']))
      const whole = await readWhole(company, directory)
      const rows = await staged(company, runId)
      expect(rows.filter(({ anchor }) => inMoving.some(person => person.anchor === anchor))).toHaveLength(
        inMoving.length,
      )
      const withoutScope = (all: typeof rows) => all.map(({ scope: _, ...row }) => row)
      expect(withoutScope(rows)).toEqual(withoutScope(await staged(company, whole.id)))
    })
  })
})

/** What may happen between two slots; the numbers choose to whom. */
type Change = ['hire' | 'title' | 'move' | 'rename' | 'disable' | 'move-unit' | 'rename-unit', number, number]
const change = fc.tuple(
  fc.constantFrom('hire', 'title', 'move', 'rename', 'disable', 'move-unit', 'rename-unit', 'move-unit', 'rename-unit'),
  fc.nat(1_000),
  fc.nat(1_000),
) as fc.Arbitrary<Change>

function carryOut({ sample, company, people }: Counted, [what, one, other]: Change, at: number): void {
  const { directory } = sample
  const employees = people.filter(({ kind }) => kind === 'employee')
  const units = company.units.filter(({ dn }) => dn.split(',').length > 4)
  const person = employees[one % employees.length]
  const [unit, target] = [units[one % units.length], units[other % units.length]]
  if (!person || !unit || !target) throw new Error('The company is empty')
  const moveUnit = () => {
    // A unit cannot stand below itself.
    if (!directory.dnOf(target.anchor).endsWith(directory.dnOf(unit.anchor)))
      directory.moveUnit(unit.anchor, target.anchor)
  }
  const changes = {
    hire: () => directory.hire(target.anchor, `Hired ${at}`, { displayName: [`Hired ${at}`] }),
    title: () => directory.setAttribute(person.anchor, 'title', [`Title ${at}`]),
    move: () => directory.move(person.anchor, target.anchor),
    rename: () => directory.rename(person.anchor, `Renamed ${at}`),
    disable: () => directory.disable(person.anchor),
    'move-unit': moveUnit,
    'rename-unit': () => directory.renameUnit(unit.anchor, `Unit ${at}`),
  }
  changes[what]()
}

test('whatever happens between its slots, a read ends with the directory as it is in the end', async () => {
  let [slotsTaken, moved] = [0, 0]
  const property = fc.asyncProperty(fc.array(change, { minLength: 8, maxLength: 12 }), async changes => {
    await withDirectory(70, async directory => {
      const company = await newCompany()
      const runId = await company.start('preview')
      const waiting = [...changes.entries()]
      const between = async () => {
        for (const [at, next] of waiting.splice(0, 2)) carryOut(directory, next, at)
      }
      slotsTaken += await carryOn(company, runId, { ...directory, slot: () => slotOfPages(directory, 12, 3), between })
      expect((await company.read(runId)).fault).toBeNull()
      moved += (await units(company, runId)).filter(unit => unit.kind === 'moved').length
      const rows = await staged(company, runId)
      const whole = await staged(company, (await readWhole(company, directory)).id)
      // The names of managers are links: they change with the manager, and not with the number of whom they stand in.
      const withoutLinks = (all: typeof rows) =>
        all.map(({ attributes, ...row }) => ({ ...row, attributes: { ...(attributes as object), manager: null } }))
      expect(withoutLinks(rows)).toEqual(withoutLinks(whole))
    })
  })
  await fc.assert(property, { numRuns: 6, seed: 3_600 })
  expect(slotsTaken).toBeGreaterThan(12)
  expect(moved).toBeGreaterThan(0)
}, 180_000)

describe('a quick run in slots', () => {
  /** A company that was read completely before, so that a quick run has something to go on from. */
  async function readBefore(directory: Counted): Promise<TestCompany> {
    const company = await newCompany()
    await company.approve(await readWhole(company, directory), { source: directory.source })
    return company
  }

  test('reads what changed, when that fits', async () => {
    await withDirectory(30, async directory => {
      const company = await readBefore(directory)
      const runId = await company.start('preview', { quick: true })
      expect(await carryOn(company, runId, { ...directory, slot: () => slotOfPages(directory, 40) })).toBe(1)
      expect(await company.read(runId)).toMatchObject({ state: 'previewed', fullBecause: null })
      expect(await units(company, runId)).toEqual([])
    })
  })

  test('reads everything in units, when that does not fit, and does not try again in each slot', async () => {
    await withDirectory(120, async directory => {
      const company = await readBefore(directory)
      const runId = await company.start('preview', { quick: true })
      let quickly = 0
      const slow: DirectorySource = {
        ...directory.source,
        async *import(request) {
          if (!request.quick) return yield* directory.source.import(request)
          quickly++
          yield { type: 'scope-incomplete', scope: 0, fault: { code: 'time-limit', args: {} } }
        },
      }
      await carryOn(company, runId, { source: slow, slot: () => slotOfPages(directory, 25) })
      expect(quickly).toBe(1)
      const because = { code: 'full-quick-read-failed', args: { fault: 'time-limit' } }
      expect(await company.read(runId)).toMatchObject({ state: 'previewed', fault: null, fullBecause: because })
      const whole = await readWhole(company, directory)
      expect(await staged(company, runId)).toEqual(await staged(company, whole.id))
    })
  })
})

describe('a directory that slots cannot read', () => {
  test('is said to need a worker after two slots in which a unit was too slow, and a worker then reads it', async () => {
    await withDirectory(120, async directory => {
      const company = await newCompany()
      const runId = await company.start('preview')
      const slots = await carryOn(company, runId, { ...directory, slot: () => slotOfPages(directory, 4, 1_000) })
      expect(slots).toBe(2)
      const fault = { code: 'needs-worker', args: { seconds: 20 } }
      expect(await company.read(runId)).toMatchObject({ state: 'failed', fault })
      const attention = () => company.sql(sql`select attention from connectors where id = ${company.connectorId}`)
      expect(await attention()).toEqual([{ attention: fault }])
      await readWhole(company, directory)
      expect(await attention()).toEqual([{ attention: null }])
    })
  })

  test('a source that cannot read parts is never cut', async () => {
    const company = await newCompany()
    for (let at = 0; at < 50; at++) company.directory.person(`Person ${at}`, fakeBase)
    const runId = await company.start('preview')
    const source = company.directory.source()
    const short = (): Slot => {
      const time = new AbortController()
      company.directory.onPage = () => time.abort(new DOMException('The slot is over', 'TimeoutError'))
      return { seconds: 20, fewest: 1, isWorthBeginning: () => !time.signal.aborted, readingTime: () => time.signal }
    }
    const hurried: DirectorySource = {
      ...source,
      async *import(request) {
        for await (const event of source.import(request))
          if (event.type === 'scope-complete' && request.signal.aborted)
            yield { type: 'scope-incomplete', scope: 0, fault: { code: 'time-limit', args: {} } }
          else yield event
      },
    }
    await carryOn(company, runId, { source: hurried, slot: short })
    expect((await company.read(runId)).fault).toMatchObject({ code: 'needs-worker' })
    expect(await units(company, runId)).toHaveLength(1)
  })

  test('numbers of another server are not compared: the read says so and decides nothing', async () => {
    await withDirectory(120, async directory => {
      const company = await newCompany()
      const runId = await company.start('preview')
      let imports = 0
      const elsewhere: DirectorySource = {
        ...directory.source,
        async *import(request) {
          imports++
          for await (const event of directory.source.import(request))
            if (event.type === 'identity' && imports > 1)
              yield { ...event, identity: { ...event.identity, dnsHostName: 'dc2', generation: 'another' } }
            else yield event
        },
      }
      await carryOn(company, runId, { source: elsewhere, slot: () => slotOfPages(directory, 25) })
      expect((await company.read(runId)).fault).toEqual({
        code: 'server-changed',
        args: { was: 'dc1.northwind.example', now: 'dc2' },
      })
    })
  })
})

test('on the clock: a slow server is read in slots of seconds, in which it could not be read in one', async () => {
  // Each page takes 60 ms at least, and reading twice takes about 40 of them: longer than a slot of two seconds reads.
  const directory = await countedDirectory(130, ({ search }) => (search?.pageSize ? 60 : 0))
  try {
    const company = await newCompany()
    const runId = await company.start('preview')
    const slots = await carryOn(company, runId, { ...directory, slot: () => beginSlot(2_000, 3) })
    expect(slots).toBeGreaterThan(1)
    expect(await company.read(runId)).toMatchObject({ state: 'previewed', fault: null })
    expect((await units(company, runId)).filter(unit => unit.kind === 'part').length).toBeGreaterThan(1)
    const whole = await readWhole(company, directory)
    expect(await staged(company, runId)).toEqual(await staged(company, whole.id))
  } finally {
    await directory.sample.stop()
  }
}, 120_000)
