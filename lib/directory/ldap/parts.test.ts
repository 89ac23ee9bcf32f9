import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { decodeObjects } from '../object-block'
import type { DirectoryObject, DirectorySource, ImportEvent, ImportPart } from '../source'
import { sourceFor } from '../testing/reading'

const company = generateCompany({ seed: 20, people: 80 })
let sample: SampleDirectory
let source: DirectorySource

beforeAll(async () => {
  sample = await startSampleDirectory({ company, mutableForTests: true })
  source = sourceFor({ port: sample.port, ca: sample.caPem }, { ...sampleCredentials, deadlines: { pageSize: 20 } })
})
afterAll(() => sample.stop())

async function readPart(part?: ImportPart) {
  const events: ImportEvent[] = []
  const request = { scopes: [{ anchor: null, dn: '' }], attributes: ['displayName', 'uSNCreated'], lists: true }
  const { signal } = new AbortController()
  for await (const event of source.import({ ...request, ...(part ? { part } : {}), signal })) events.push(event)
  const complete = events.find(event => event.type === 'scope-complete')
  if (complete?.type !== 'scope-complete') throw new Error(JSON.stringify(events.at(-1)))
  const objects = events.flatMap(event => (event.type === 'objects' ? decodeObjects(event.block) : []))
  return { events, objects, proof: complete.proof }
}

const created = (from: string, to: string | null): ImportPart => ({ by: 'created', from, to })
const known = (objects: readonly DirectoryObject[]) => new Map(objects.map(object => [object.anchor, object]))

test('parts without a gap are the whole, wherever they are cut, each with its own proof', async () => {
  const whole = await readPart()
  const numbers = whole.objects.map(({ attributes }) => BigInt(attributes.uSNCreated?.[0] ?? 0))
  const [lowest, highest] = [numbers.reduce((a, b) => (a < b ? a : b)), numbers.reduce((a, b) => (a > b ? a : b))]
  const cuts = fc.uniqueArray(fc.bigInt({ min: lowest - 3n, max: highest + 3n }), { minLength: 1, maxLength: 5 })
  const property = fc.asyncProperty(cuts, async unsorted => {
    const ends = unsorted.sort((a, b) => Number(a - b)).map(String)
    const starts = ['0', ...ends.map(end => String(BigInt(end) + 1n))]
    const parts = await Promise.all(starts.map((from, index) => readPart(created(from, ends[index] ?? null))))
    expect(known(parts.flatMap(part => part.objects))).toEqual(known(whole.objects))
    // The root belongs to every part, everything else to one.
    const counted = parts.reduce((sum, part) => sum + part.proof.objects, 0)
    expect(counted).toBe(whole.proof.objects + parts.length - 1)
    expect(parts.reduce((sum, part) => sum + part.proof.people, 0)).toBe(whole.proof.people)
    expect(new Set(parts.map(part => part.proof.root))).toEqual(new Set([whole.proof.root]))
  })
  await fc.assert(property, { numRuns: 12, seed: 36 })
})

test('a part says whose numbers it counts by, and is nothing a quick import could go on from', async () => {
  const { events } = await readPart(created('0', null))
  const generation = expect.stringMatching(/^CN=NTDS Settings,CN=DC1,.* [0-9a-f-]{36}$/)
  expect(events[0]).toMatchObject({ type: 'identity', identity: { generation } })
  expect(events.map(event => event.type)).not.toContain('watermark')
})

test('what changed since a number is a part: new ones, changed ones, moved ones, and units that moved', async () => {
  const since = String(sample.directory.highestCommittedUsn())
  const employees = company.people.filter(({ kind }) => kind === 'employee')
  const [changed, moved, untouched] = employees
  const [target, unit] = company.units.filter(({ anchor }) => anchor !== moved?.unit).slice(-2)
  if (!changed || !moved || !untouched || !target || !unit) throw new Error('The company is too small')
  sample.directory.setAttribute(changed.anchor, 'title', ['Changed'])
  sample.directory.move(moved.anchor, target.anchor)
  const hired = sample.directory.hire(target.anchor, 'New One', { displayName: ['New One'] })
  const before = known((await readPart(created('0', null))).objects)
  const { objects, proof } = await readPart({ by: 'changed', since })
  const [root] = [proof.root]
  expect(new Set(objects.map(({ anchor }) => anchor))).toEqual(new Set([root, changed.anchor, moved.anchor, hired]))
  expect(objects.find(({ anchor }) => anchor === moved.anchor)?.parent).toBe(target.anchor)
  for (const object of objects) expect(object).toEqual(before.get(object.anchor))
})

test('a root that cannot be read any more is no empty part', async () => {
  const [company_] = company.units
  if (!company_) throw new Error('The company has no unit')
  const everything = sourceFor(
    { port: sample.port, ca: sample.caPem },
    { ...sampleCredentials, baseDn: company_.dn, deadlines: { pageSize: 20 } },
  )
  sample.directory.setHidden(company_.anchor, true)
  try {
    const events: ImportEvent[] = []
    const { signal } = new AbortController()
    const request = { scopes: [{ anchor: company_.anchor, dn: company_.dn }], attributes: [], signal }
    for await (const event of everything.import({ ...request, part: created('1', '2') })) events.push(event)
    expect(events.at(-1)).toMatchObject({ type: 'scope-incomplete', fault: { code: 'unit-not-found' } })
  } finally {
    sample.directory.setHidden(company_.anchor, false)
  }
})
