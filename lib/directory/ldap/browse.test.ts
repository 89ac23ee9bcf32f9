import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleBaseDn, sampleCredentials } from '@/lib/sample-directory/settings'
import { type Anchor, parseAnchor } from '../anchor'
import { isWithin, parentDn } from '../distinguished-name'
import type { DirectoryNode, DirectoryObject, LookUpResult } from '../source'
import { read, sourceFor } from '../testing/reading'

const signal = new AbortController().signal
let server: SampleDirectory
let objects: DirectoryObject[]
const source = (changes = {}) =>
  sourceFor({ port: server.port, ca: server.caPem }, { ...sampleCredentials, deadlines: { pageSize: 100 }, ...changes })

beforeAll(async () => {
  server = await startSampleDirectory({ company: generateCompany({ seed: 7, people: 300 }) })
  objects = (await read(source())).objects
})
afterAll(() => server.stop())

async function all(batches: AsyncIterable<LookUpResult[]>): Promise<LookUpResult[]> {
  const results: LookUpResult[] = []
  for await (const batch of batches) results.push(...batch)
  return results
}

const people = () => objects.filter(object => object.kind === 'person')
async function top(): Promise<DirectoryNode> {
  const [node] = await source().browse(null, signal)
  if (!node) throw new Error('The base is missing')
  return node
}

describe('browsing', () => {
  test('the search base is one node that counts everybody', async () => {
    expect(await top()).toMatchObject({
      dn: sampleBaseDn,
      name: 'northwind.example',
      kind: 'domain',
      hasChildren: true,
      people: 0,
      peopleBelow: people().length,
      partial: false,
    })
  })

  test('every node counts exactly the people that an import finds there', async () => {
    const waiting = [await top()]
    let seen = 0
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const { dn } = node
      expect(node.peopleBelow).toBe(people().filter(person => isWithin(person.dn, dn)).length)
      expect(node.people).toBe(people().filter(person => parentDn(person.dn) === dn).length)
      seen += node.people
      const children = await source().browse(node.anchor, signal)
      expect(node.hasChildren).toBe(children.length > 0)
      waiting.push(...children)
    }
    expect(seen).toBe(people().length)
  })

  test('beyond the limit a count is a lower bound, and says so', async () => {
    const [node] = await source({ deadlines: { pageSize: 100, counted: 150 } }).browse(null, signal)
    expect(node).toMatchObject({ partial: true, peopleBelow: 150 })
  })

  test('a unit that is gone is a fault of its own', async () => {
    const gone = parseAnchor('00000000-0000-4000-8000-000000000001') as Anchor
    await expect(source().browse(gone, signal)).rejects.toMatchObject({ fault: { code: 'unit-not-found' } })
  })
})

test('rules are resolved by DN in any spelling and by GUID in any form; what is no unit is null', async () => {
  const unit = objects.find(object => object.kind === 'unit' && object.dn.startsWith('OU='))
  const somebody = people()[0]
  if (!unit || !somebody) throw new Error('The company is empty')
  const nodes = await source().resolveUnits(
    [
      unit.dn.toUpperCase().replaceAll(',', ' , '),
      `{${unit.anchor.toUpperCase()}}`,
      `OU=Nowhere,${sampleBaseDn}`,
      'OU=Sales,DC=elsewhere',
      'no name at all',
      somebody.anchor,
      '*',
    ],
    signal,
  )
  expect(nodes.map(node => node?.anchor ?? null)).toEqual([unit.anchor, unit.anchor, null, null, null, null, null])
})

test('units are found by a part of their name in any case, with the way to them, those that begin with it first', async () => {
  const [base] = await source().browse(null, signal)
  const found = await source().findUnits(' PLAT ', signal)
  expect(found.map(({ node }) => node.name)).toEqual(['Platform'])
  expect(found[0]?.above.map(({ name }) => name)).toEqual(['Research + Development', 'Northwind', base?.name])
  expect(found[0]?.above.at(-1)?.anchor).toBe(base?.anchor)
  const several = (await source().findUnits('s', signal)).map(({ node }) => node.name)
  const beginning = several.filter(name => name.toLowerCase().startsWith('s'))
  expect(beginning.length).toBeGreaterThan(1)
  expect(several.slice(0, beginning.length)).toEqual(beginning)
  expect(await source().findUnits('nowhere at all', signal)).toEqual([])
})

test('a look-up answers for every identity, in batches, and knows who was never there', async () => {
  const unknown = parseAnchor('00000000-0000-4000-8000-000000000002') as Anchor
  const asked = [...people().map(person => person.anchor), unknown]
  const answers = await all(source().lookUp(asked, ['mail'], signal))
  expect(answers.map(answer => answer.anchor)).toEqual(asked)
  expect(answers.filter(answer => answer.object === null).map(answer => answer.anchor)).toEqual([unknown])
  for (const { anchor, object } of answers) expect(object?.anchor ?? anchor).toBe(anchor)
})

test('nobody to look up, no connection', async () => {
  expect(await all(source({ port: 1 }).lookUp([], [], signal))).toEqual([])
})
