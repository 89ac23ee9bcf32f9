import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ObjectTable } from './object-table'

const guid = (number: number) => createHash('md5').update(String(number)).digest()

test('ten thousand identities are kept with their numbers, growing as needed', () => {
  const table = new ObjectTable()
  for (let number = 0; number < 10_000; number++) table.add(guid(number), BigInt(number) + 2n ** 40n)
  expect(table.size).toBe(10_000)
  for (let number = 0; number < 10_000; number += 7)
    expect(table.usn(table.find(guid(number)))).toBe(BigInt(number) + 2n ** 40n)
  expect(table.find(guid(10_000))).toBe(-1)
})

test('whoever a round did not name is missed, unless dismissed', () => {
  const table = new ObjectTable()
  for (let number = 0; number < 5; number++) table.add(guid(number), 1n)
  for (const number of [0, 1, 2]) table.mark(table.find(guid(number)), 1)
  table.dismiss(guid(3))
  expect([...table.unmarked(1)]).toEqual([guid(4)])
})

test('adding again changes the number, not the count', () => {
  const table = new ObjectTable()
  table.add(guid(1), 1n)
  table.add(guid(1), 2n)
  expect([table.size, table.usn(table.find(guid(1)))]).toEqual([1, 2n])
})
