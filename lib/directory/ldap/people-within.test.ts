import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type Operation, type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import type { Anchor } from '../anchor'
import type { DirectoryObject } from '../source'
import { copyOf, copyQuickly } from '../testing/copy'
import { sampleSource } from '../testing/sample-source'

const company = generateCompany({ seed: 8, people: 120 })
const people = '(department=Sales)'
const wanted = { attributes: ['displayName', 'mail', 'department'] }
const signal = new AbortController().signal
const operations: Operation[] = []
let sample: SampleDirectory
let everybody: ReadonlyMap<Anchor, DirectoryObject>

beforeAll(async () => {
  sample = await startSampleDirectory({
    company,
    record: operation => operations.push(operation),
    mutableForTests: true,
  })
  everybody = (await copyOf(sampleSource(sample, { pageSize: 20 }), wanted)).objects
})
afterAll(() => sample?.stop())

const limited = () => sampleSource(sample, { pageSize: 20, people })
const isPerson = ({ kind }: DirectoryObject) => kind === 'person'
const inSales = ({ attributes }: DirectoryObject) => attributes.department?.[0]?.toLowerCase() === 'sales'
const anchorsOf = (objects: Iterable<DirectoryObject>) => [...objects].map(({ anchor }) => anchor).toSorted()
const others = () => [...everybody.values()].filter(object => isPerson(object) && !inSales(object))

test('a full read delivers whom the filter matches, whole and proved, and everything that is no person', async () => {
  const { objects } = await copyOf(limited(), wanted)
  const allowed = [...everybody.values()].filter(object => !isPerson(object) || inSales(object))
  expect(anchorsOf(objects.values())).toEqual(anchorsOf(allowed))
  expect(allowed.filter(isPerson).length).toBeGreaterThan(5)
  expect(others().length).toBeGreaterThan(5)
  for (const object of allowed) expect(objects.get(object.anchor)).toEqual(object)
})

test('nobody else is found, looked up or counted, by whatever is asked for', async () => {
  const source = limited()
  const stranger = others().find(({ attributes }) => attributes.mail?.[0])
  if (!stranger) throw new Error('Everybody with an address is in sales')
  const mail = stranger.attributes.mail?.[0] ?? ''
  expect(await sampleSource(sample).find(mail, ['mail'], signal)).toHaveLength(1)
  expect(await source.find(mail, ['mail'], signal)).toEqual([])
  expect(await source.find(stranger.anchor, ['mail'], signal)).toEqual([])
  for await (const results of source.lookUp([stranger.anchor], ['mail'], signal))
    expect(results).toEqual([{ anchor: stranger.anchor, object: null }])
  const counted = async (one: typeof source) =>
    (await one.browse(null, signal)).reduce((sum, { peopleBelow }) => sum + peopleBelow, 0)
  const all = [...everybody.values()].filter(isPerson).length
  expect([await counted(sampleSource(sample)), await counted(source)]).toEqual([all, all - others().length])
})

test('the filter is a part of every search but the one for the server itself', async () => {
  operations.length = 0
  const source = limited()
  const { passed } = await source.probe(() => undefined, signal)
  expect(passed).toBe(true)
  await copyQuickly(source, await copyOf(source))
  await source.describeObjects([...everybody.keys()].slice(0, 3), signal)
  await source.identify(
    [...everybody.values()].slice(0, 3).map(({ dn }) => dn),
    signal,
  )
  const searches = operations.flatMap(({ name, search }) => (search ? [{ base: name, ...search }] : []))
  expect(searches.length).toBeGreaterThan(10)
  for (const search of searches) expect(search.filter.includes('Sales') || search.base === '').toBe(true)
})

test('a quick read misses whoever is not matched any more, and does not go on from what another filter let through', async () => {
  const before = await copyOf(limited(), wanted)
  const [leaving] = [...before.objects.values()].filter(isPerson)
  if (!leaving) throw new Error('There is nobody in sales')
  sample.directory.setAttribute(leaving.anchor, 'department', ['Legal'])
  const quick = await copyQuickly(limited(), before, wanted)
  expect(quick).toMatchObject({ kind: 'quick', method: 'sweep' })
  expect(quick.kind === 'quick' && [...quick.gone]).toEqual([[leaving.anchor, 'absent']])
  const changed = { kind: 'full', because: { code: 'full-settings-changed', args: {} } }
  expect(await copyQuickly(sampleSource(sample, { pageSize: 20 }), before, wanted)).toEqual(changed)
  const legal = sampleSource(sample, { pageSize: 20, people: '(department=Legal)' })
  expect(await copyQuickly(legal, before, wanted)).toEqual(changed)
})
