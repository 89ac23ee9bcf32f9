import { expect, test } from 'vitest'
import type { ObjectToStage } from '@/lib/store/snapshots-copy'
import { createPartWriter } from './part-writer'
import { anchorOf } from './testing/fake-source'

const object = (at: number, value = ''): ObjectToStage => ({
  anchor: anchorOf(String(at)),
  kind: 'person',
  dn: `CN=${at}`,
  dnKey: `cn=${at}`,
  scope: 0,
  parent: null,
  usnChanged: '1',
  deleted: false,
  attributes: { mail: [value] },
  cleaned: [],
})

test('parts hold at most 5,000 objects, are numbered from 1, and never two are written at once', async () => {
  const parts: [number, number, number][] = []
  let open = 0
  const writer = createPartWriter(async (part, objects, people) => {
    expect(++open).toBe(1)
    await new Promise(resolve => setTimeout(resolve, 1))
    parts.push([part, objects.length, people])
    open--
  })
  for (let page = 0; page < 12; page++)
    await writer.add(Array.from({ length: 1_000 }, (_, at) => object(page * 1_000 + at)))
  await writer.flush()
  expect(parts).toEqual([
    [1, 5_000, 5_000],
    [2, 5_000, 10_000],
    [3, 2_000, 12_000],
  ])
})

test('large values end a part early, so that memory stays flat', async () => {
  const sizes: number[] = []
  const writer = createPartWriter(async (_part, objects) => {
    sizes.push(objects.length)
  })
  await writer.add(Array.from({ length: 5 }, (_, at) => object(at, 'x'.repeat(3_000_000))))
  await writer.flush()
  expect(sizes).toEqual([3, 2])
})

test('a part that cannot be written ends the import at the next step', async () => {
  const writer = createPartWriter(async () => {
    throw new Error('disk full')
  })
  await writer.add(Array.from({ length: 5_000 }, (_, at) => object(at)))
  await expect(writer.flush()).rejects.toThrow('disk full')
})
