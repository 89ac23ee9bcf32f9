import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { judgeGroups } from './judge-groups'

const one = (members: number, leaving: number) =>
  judgeGroups([{ name: 'Sales', members, leaving }], []).map(hold => hold.code)

test.each([
  [20, 4, []],
  [20, 5, ['list-loses-members']],
  [19, 18, []],
  [100, 20, []],
  [100, 21, ['list-loses-members']],
  [100, 100, ['list-loses-all']],
  [4, 4, ['list-loses-all']],
  [3, 3, []],
  [1, 1, []],
])('a list of %i that loses %i', (members, leaving, expected) => expect(one(members, leaving)).toEqual(expected))

const lose = (linked: number, ending: number) => judgeGroups([], [{ kind: 'list', linked, ending }]).length

test.each([
  [3, 3, 0],
  [4, 4, 1],
  [20, 4, 0],
  [20, 5, 1],
  [100, 20, 0],
  [100, 21, 1],
])('of %i groups %i end', (linked, ending, holds) => expect(lose(linked, ending)).toBe(holds))

test('one hold speaks for all lists of a sort and names the one that loses most', () => {
  const lists = [
    { name: 'Small', members: 20, leaving: 6 },
    { name: 'Large', members: 200, leaving: 60 },
    { name: 'Fine', members: 200, leaving: 6 },
  ]
  expect(judgeGroups(lists, [])).toEqual([
    { code: 'list-loses-members', covers: 'groups', args: { lists: 2, list: 'Large', members: 200, leaving: 60 } },
  ])
})

const list = fc.nat(200).chain(members => fc.record({ members: fc.constant(members), leaving: fc.nat(members) }))
const lists = fc.array(list, { maxLength: 6 })

test('2 and 3: whatever else happens, a list that is emptied or loses a fifth holds, in any order', () => {
  const seen = { held: 0, free: 0 }
  fc.assert(
    fc.property(lists, all => {
      const named = all.map((counts, index) => ({ name: `L${index}`, ...counts }))
      const holds = judgeGroups(named, [])
      const beyond = named.some(
        ({ members, leaving }) => (members > 3 && leaving === members) || (members >= 20 && leaving > members / 5),
      )
      seen[beyond ? 'held' : 'free']++
      expect(holds.length > 0).toBe(beyond)
      expect(judgeGroups([...named].reverse(), [])).toEqual(holds)
    }),
    { numRuns: 500 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_127 },
  )
  expect(Math.min(seen.held, seen.free)).toBeGreaterThan(50)
})
