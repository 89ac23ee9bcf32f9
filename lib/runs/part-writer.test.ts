import { expect, test } from 'vitest'
import { encodeObjects } from '@/lib/directory/object-block'
import type { DirectoryObject } from '@/lib/directory/source'
import { createPartWriter } from './part-writer'
import { anchorOf } from './testing/fake-source'

const object = (at: number, value = ''): DirectoryObject => ({
  anchor: anchorOf(String(at)),
  kind: 'person',
  dn: `CN=${at}`,
  parent: null,
  usnChanged: '1',
  deleted: false,
  attributes: { mail: [value] },
  cleaned: [],
})

const blockOf = (count: number, value = '') =>
  encodeObjects(
    0,
    Array.from({ length: count }, (_, at) => object(at, value)),
  )

test('parts hold at most 5,000 objects, are numbered from 1, and never two are written at once', async () => {
  const parts: [number, number, number][] = []
  let open = 0
  const writer = createPartWriter(async (part, blocks, people) => {
    expect(++open).toBe(1)
    await new Promise(resolve => setTimeout(resolve, 1))
    parts.push([part, blocks.reduce((sum, block) => sum + block.objects, 0), people])
    open--
  })
  for (let page = 0; page < 12; page++) await writer.add(blockOf(1_000))
  await writer.flush()
  expect(parts).toEqual([
    [1, 5_000, 5_000],
    [2, 5_000, 10_000],
    [3, 2_000, 12_000],
  ])
})

test('large values end a part early, so that memory stays flat', async () => {
  const sizes: number[] = []
  const writer = createPartWriter(async (_part, blocks) => {
    sizes.push(blocks.length)
  })
  for (let at = 0; at < 5; at++) await writer.add(blockOf(1, 'x'.repeat(3_000_000)))
  await writer.flush()
  expect(sizes).toEqual([3, 2])
})

test('reading goes on while parts wait for the database, and waits itself when too much does', async () => {
  const written: number[] = []
  const gates: (() => void)[] = []
  const released: number[] = []
  const writer = createPartWriter(async part => {
    await new Promise<void>(resolve => gates.push(resolve))
    written.push(part)
  })
  const large = (id: number) => ({ ...blockOf(1, 'x'.repeat(9_000_000)), release: () => released.push(id) })
  for (let id = 1; id <= 3; id++) await writer.add(large(id))
  let isAdded = false
  const fourth = writer.add(large(4)).then(() => {
    isAdded = true
  })
  await new Promise(setImmediate)
  expect({ written, released, isAdded }).toEqual({ written: [], released: [], isAdded: false })
  gates.shift()?.()
  await fourth
  expect({ written, released }).toEqual({ written: [1], released: [1] })
  const flushed = writer.flush()
  while (written.length < 4) {
    gates.shift()?.()
    await new Promise(setImmediate)
  }
  await flushed
  expect(released).toEqual([1, 2, 3, 4])
})

test('after a part that cannot be written, none that waits is', async () => {
  const begun: number[] = []
  const writer = createPartWriter(async part => {
    begun.push(part)
    await new Promise(setImmediate)
    throw new Error('disk full')
  })
  await writer.add(blockOf(5_000))
  await writer.add(blockOf(5_000))
  await expect(writer.flush()).rejects.toThrow('disk full')
  await expect(writer.add(blockOf(1))).rejects.toThrow('disk full')
  expect(begun).toEqual([1])
})

test('a part that cannot be written ends the import at the next step', async () => {
  const writer = createPartWriter(async () => {
    throw new Error('disk full')
  })
  await writer.add(blockOf(5_000))
  await expect(writer.flush()).rejects.toThrow('disk full')
})
