import { expect, test } from 'vitest'
import { freshCounts } from './fresh-counts'

const rule = { id: 'a', name: 'One', field: 'mail', match: 'exact' as const, values: ['x'] }
const found = [{ id: 'a', count: 3, names: ['Ada'] }]
const shown = (now: Partial<typeof rule>) => [...freshCounts([{ ...rule, ...now }], [rule], found).keys()]

test('a count holds for a rule under a new name, and for no other change of it', () => {
  expect(shown({})).toEqual(['a'])
  expect(shown({ name: 'Two' })).toEqual(['a'])
  expect(shown({ values: ['y'] })).toEqual([])
  expect(shown({ field: 'cn' })).toEqual([])
  expect(shown({ id: 'b' })).toEqual([])
})
