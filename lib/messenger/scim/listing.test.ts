import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { everyPage } from './listing'
import { readAccount } from './resource'

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
type Page = { total: number; startIndex?: number; items: unknown[] }
type Ask = (query: string) => Promise<{ body: unknown; version: null }>

/** A server that answers as it is told, for the place that is asked for. */
const serverOf =
  (answer: (startIndex: number, count: number) => Page): Ask =>
  async query => {
    const asked = new URLSearchParams(query)
    const { total, startIndex, items } = answer(Number(asked.get('startIndex')), Number(asked.get('count')))
    return { body: { schemas: [listSchema], totalResults: total, startIndex, Resources: items }, version: null }
  }

async function idsOf(ask: Ask): Promise<string[]> {
  const ids: string[] = []
  for await (const page of everyPage(ask, item => readAccount(item))) ids.push(...page.map(({ id }) => id))
  return ids
}

const people = Array.from({ length: 250 }, (_, at) => ({ id: `p${at}` }))
const honest = (startIndex: number, count: number): Page => ({
  ...{ total: people.length, startIndex, items: people.slice(startIndex - 1, startIndex - 1 + count) },
})

test('every object comes once, whatever the size of the pages a server gives', async () => {
  const all = people.map(({ id }) => id)
  expect(await idsOf(serverOf(honest))).toEqual(all)
  expect(await idsOf(serverOf((at, count) => honest(at, Math.min(count, 7))))).toEqual(all)
  expect(await idsOf(serverOf(() => ({ total: 0, items: [] })))).toEqual([])
})

test('a server that answers behind the end with what was there before hides nobody', async () => {
  const beyond = serverOf((at, count) =>
    at > people.length ? { ...honest(1, count), startIndex: at } : honest(at, count),
  )
  expect(await idsOf(beyond)).toHaveLength(people.length)
})

const lies: [string, (startIndex: number, count: number) => Page, string][] = [
  ['a total that is too large', (at, count) => ({ ...honest(at, count), total: 300 }), 'scim-total-disagrees'],
  [
    'a total that is too small',
    (at, count) => ({ ...honest(at, at > 200 ? 50 : count), total: 200 }),
    'scim-total-disagrees',
  ],
  [
    'a total that changes between pages',
    (at, count) => ({ ...honest(at, count), total: 250 + at }),
    'scim-total-disagrees',
  ],
  [
    'a total that is another one on a page in between',
    (at, count) => ({ ...honest(at, count), total: at === 101 ? 240 : 250 }),
    'scim-total-disagrees',
  ],
  ['the first page again and again', (_, count) => ({ ...honest(1, count) }), 'scim-page-repeated'],
  [
    'the first page under another number',
    (at, count) => ({ ...honest(1, count), startIndex: at }),
    'scim-page-repeated',
  ],
  [
    'a page in between without anything',
    (at, count) => (at === 101 ? { ...honest(at, 0) } : honest(at, count)),
    'scim-total-disagrees',
  ],
  [
    'an object without an id',
    (at, count) => ({ ...honest(at, count - 1), items: [{ userName: 'x' }] }),
    'scim-id-missing',
  ],
  ['somebody twice', (at, count) => ({ ...honest(at, count), items: [people[0], people[0]] }), 'scim-page-repeated'],
]

test.each(lies)('%s is never a complete listing', async (_, answer, code) => {
  await expect(idsOf(serverOf(answer))).rejects.toMatchObject({ code })
})

test('what is no list is never an empty one', async () => {
  for (const body of [null, {}, [], { totalResults: 0, Resources: [] }, { schemas: [listSchema], totalResults: '0' }])
    await expect(idsOf(async () => ({ body, version: null }))).rejects.toMatchObject({ code: 'scim-list-malformed' })
})

test('1: whatever single thing a listing leaves out, says twice or counts otherwise, it does not end as complete', async () => {
  const broken = fc.record({
    size: fc.integer({ min: 1, max: 240 }),
    at: fc.nat(),
    how: fc.constantFrom('leave-out', 'twice', 'count-more', 'count-less'),
  })
  const property = fc.asyncProperty(broken, async ({ size, at, how }) => {
    const all = people.slice(0, size)
    const chosen = at % size
    const shown =
      how === 'leave-out'
        ? all.toSpliced(chosen, 1)
        : how === 'twice'
          ? all.toSpliced(chosen, 0, all[chosen] as never)
          : all
    const total = how === 'count-more' ? size + 1 : how === 'count-less' ? size - 1 : size
    const ask = serverOf((start, count) => ({
      total,
      startIndex: start,
      items: shown.slice(start - 1, start - 1 + count),
    }))
    await expect(idsOf(ask)).rejects.toHaveProperty('code')
  })
  await fc.assert(property, { numRuns: 200 * env().ENROLLMENT_TEST_RUNS })
})
