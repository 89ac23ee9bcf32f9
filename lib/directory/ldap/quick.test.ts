import { afterEach, describe, expect, test } from 'vitest'
import { generateCompany, type PersonRecord } from '@/lib/sample-directory/company'
import { type SampleDirectory, type SampleDirectoryOptions, startSampleDirectory } from '@/lib/sample-directory/server'
import { type Copy, copyOf, copyQuickly, essence } from '../testing/copy'
import { sampleSource } from '../testing/sample-source'
import type { QuickMethod } from '../watermark'

const company = generateCompany({ seed: 5, people: 150 })
const employees = company.people.filter(person => person.kind === 'employee')
const unit = (name: string) => company.units.find(one => one.name === name)?.anchor ?? expect.fail(name)
const [anna, bert, carla, dora] = employees.slice(1, 5) as [PersonRecord, PersonRecord, PersonRecord, PersonRecord]

const running: SampleDirectory[] = []
afterEach(async () => {
  for (const sample of running.splice(0)) await sample.stop()
})

async function start(options: Partial<SampleDirectoryOptions> = {}): Promise<SampleDirectory> {
  const sample = await startSampleDirectory({ company, mutableForTests: true, ...options })
  running.push(sample)
  return sample
}

/** A directory in which the account's rights lead to this method, and what was read of it. */
async function begin(method: QuickMethod, options: Partial<SampleDirectoryOptions> = {}) {
  const sample = await start({ ...(method === 'usn' ? { dirSync: null } : {}), ...options })
  if (method === 'sweep') sample.directory.setDeletedReadable(false)
  const source = sampleSource(sample)
  const copy = await copyOf(source)
  expect(copy.watermark?.method).toBe(method)
  return { sample, source, copy, directory: sample.directory }
}

async function quickly(source: ReturnType<typeof sampleSource>, copy: Copy) {
  const outcome = await copyQuickly(source, copy)
  if (outcome.kind === 'full') throw new Error(outcome.because.code)
  return outcome
}

async function mustEqualFullRead(source: ReturnType<typeof sampleSource>, copy: Copy, method: QuickMethod) {
  // DirSync leaves out whoever changed in nothing that was asked for: their number is the old one.
  const numbers = method !== 'dirsync'
  expect(essence(copy, { numbers })).toEqual(essence(await copyOf(source), { numbers }))
}

describe.each(['dirsync', 'usn', 'sweep'] as const)('a quick import by %s', method => {
  test('of an unchanged directory delivers nothing', async () => {
    const { source, copy } = await begin(method)
    const outcome = await quickly(source, copy)
    expect(outcome).toMatchObject({ method, delivered: 0, gone: new Map() })
    expect((await quickly(source, outcome.copy)).delivered).toBe(0)
  })

  test('delivers the changed, the new and the renamed, and nobody else', async () => {
    const { source, copy, directory } = await begin(method)
    directory.disable(anna.anchor)
    directory.setAttribute(bert.anchor, 'mail', ['new@northwind.example'])
    directory.setAttribute(bert.anchor, 'displayName', [])
    directory.rename(carla.anchor, 'New, Name')
    directory.move(dora.anchor, unit('Logistics'))
    const hired = directory.hire(unit('IT'), 'New Person', { displayName: ['New Person'] })
    const outcome = await quickly(source, copy)
    const expected = method === 'dirsync' ? 4 : 5
    expect(outcome).toMatchObject({ delivered: expected, gone: new Map() })
    expect(outcome.copy.objects.get(hired)?.attributes.displayName).toEqual(['New Person'])
    await mustEqualFullRead(source, outcome.copy, method)
  })

  test('of a renamed or moved unit delivers the unit, and nobody below it', async () => {
    const { source, copy, directory } = await begin(method)
    directory.renameUnit(unit('Sales'), 'Vertrieb')
    directory.moveUnit(unit('Manufacturing'), unit('IT'))
    const outcome = await quickly(source, copy)
    expect(outcome.delivered).toBe(2)
    await mustEqualFullRead(source, outcome.copy, method)
  })

  test('tells the deleted, also when they are a unit with everybody in it', async () => {
    const { source, copy, directory } = await begin(method)
    directory.delete(anna.anchor)
    const below = employees.filter(person => person.unit === unit('Treasury, Tax') && person !== anna)
    for (const person of below) directory.delete(person.anchor)
    directory.delete(unit('Treasury, Tax'))
    const outcome = await quickly(source, copy)
    const found = method === 'sweep' ? 'absent' : 'deleted'
    const everybody = [anna.anchor, unit('Treasury, Tax'), ...below.map(person => person.anchor)]
    expect(outcome.gone).toEqual(new Map(everybody.map(anchor => [anchor, found])))
    // Of the absent nobody knows who named them: whoever did is fetched, and is delivered without a manager.
    if (method === 'sweep') await mustEqualFullRead(source, outcome.copy, method)
  })

  test('goes on from where the last one ended, whatever happened meanwhile', async () => {
    const { source, copy, directory } = await begin(method)
    directory.disable(anna.anchor)
    const first = await quickly(source, copy)
    directory.enable(anna.anchor)
    directory.disable(bert.anchor)
    const second = await quickly(source, first.copy)
    expect([first.delivered, second.delivered]).toEqual(method === 'dirsync' ? [0, 0] : [1, 2])
    await mustEqualFullRead(source, second.copy, method)
  })
})

test('who left the scopes and who came in is seen, with everybody below a unit that did', async () => {
  for (const method of ['dirsync', 'usn', 'sweep'] as const) {
    const { source, directory } = await begin(method)
    const scopes = [
      { anchor: unit('Sales'), dn: '' },
      { anchor: unit('IT'), dn: '' },
    ]
    const copy = await copyOf(source, { scopes })
    const inSales = employees.filter(person => person.unit === unit('Americas')) as [PersonRecord, PersonRecord]
    directory.move(inSales[0].anchor, unit('Logistics'))
    directory.move(inSales[1].anchor, unit('IT'))
    directory.moveUnit(unit('Storage'), unit('IT'))
    const outcome = await copyQuickly(source, copy, { scopes })
    if (outcome.kind === 'full') throw new Error(outcome.because.code)
    expect(outcome.gone).toEqual(new Map([[inSales[0].anchor, 'moved']]))
    const full = await copyOf(source, { scopes })
    expect(essence(outcome.copy)).toEqual(essence(full))
    expect([...outcome.copy.objects].map(([anchor, { scope }]) => [anchor, scope]).sort()).toEqual(
      [...full.objects].map(([anchor, { scope }]) => [anchor, scope]).sort(),
    )
  }
})

test('a unit that left the scopes takes everybody along: a sweep names them all, a feed does not and is not trusted', async () => {
  for (const method of ['dirsync', 'usn', 'sweep'] as const) {
    const { source, directory } = await begin(method)
    const scopes = [{ anchor: unit('Sales'), dn: '' }]
    const copy = await copyOf(source, { scopes })
    directory.moveUnit(unit('Americas'), unit('IT'))
    const outcome = await copyQuickly(source, copy, { scopes })
    if (method === 'sweep') {
      if (outcome.kind === 'full') throw new Error(outcome.because.code)
      expect(new Set(outcome.gone.values())).toEqual(new Set(['moved']))
      expect(essence(outcome.copy)).toEqual(essence(await copyOf(source, { scopes })))
    } else expect(outcome).toMatchObject({ kind: 'full', because: { code: 'full-unit-left' } })
  }
})
