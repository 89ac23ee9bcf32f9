import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectiveMembers, type ListNode, listGraph, type PersonNode } from './effective-members'

const seed = 71_500

/** Lists `L0…`, people `P0…` and strangers `X0…`; any list may hold any of them, itself included. */
const directory = fc
  .record({ lists: fc.integer({ min: 1, max: 12 }), people: fc.nat(12), strangers: fc.nat(3) })
  .chain(({ lists, people, strangers }) => {
    const all = [
      ...Array.from({ length: lists }, (_, at) => `L${at}`),
      ...Array.from({ length: people }, (_, at) => `P${at}`),
      ...Array.from({ length: strangers }, (_, at) => `X${at}`),
    ]
    const members = fc.option(fc.subarray(all), { freq: 12 })
    return fc.record({
      lists: fc.tuple(
        ...Array.from({ length: lists }, (_, at) =>
          members.map((held): ListNode => ({ key: `L${at}`, members: held, rid: String(1_000 + at) })),
        ),
      ),
      people: fc.tuple(
        ...Array.from({ length: people }, (_, at) =>
          fc
            .option(fc.integer({ min: 1_000, max: 1_000 + lists }).map(String))
            .map((primaryGroup): PersonNode => ({ key: `P${at}`, primaryGroup })),
        ),
      ),
    })
  })

/** The plain definition: whoever is reached after as many steps as there are lists. */
function reachedByDefinition(start: string, { lists, people }: { lists: ListNode[]; people: PersonNode[] }) {
  const edges = new Map<string, string[]>()
  for (const { key, members, rid } of lists)
    if (members !== null)
      edges.set(key, [...members, ...people.filter(each => each.primaryGroup === rid).map(each => each.key)])
  let reached = new Set([start])
  for (let step = 0; step <= lists.length; step++)
    reached = new Set([...reached, ...[...reached].flatMap(key => edges.get(key) ?? [])])
  return reached
}

describe('who a list reaches', () => {
  test('is whoever the definition reaches, in any graph, circles and unknown lists included', () => {
    const seen = { circles: 0, unknown: 0, primary: 0 }
    const property = fc.property(directory, ({ lists, people }) => {
      const graph = listGraph(lists, people)
      const found = effectiveMembers('L0', graph)
      const reached = reachedByDefinition('L0', { lists, people })
      const of = (sign: string) => new Set([...reached].filter(key => key.startsWith(sign)))
      expect(found.people).toEqual(of('P'))
      expect(new Set([...found.lists, 'L0'])).toEqual(of('L'))
      expect(found.others).toBe(of('X').size)
      const unknown = lists.filter(each => each.members === null && reached.has(each.key)).map(each => each.key)
      expect(found.unknown).toEqual(new Set(unknown))
      expect(found.cut).toBe(false)
      if (unknown.length > 0) seen.unknown++
      if (
        lists.some(each => each.members?.some(member => reachedByDefinition(member, { lists, people }).has(each.key)))
      )
        seen.circles++
      if (people.some(each => found.people.has(each.key) && !lists.some(list => list.members?.includes(each.key))))
        seen.primary++
    })
    fc.assert(property, { numRuns: 500, seed })
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(50)
  })

  test('does not depend on the order of lists, people and members', () => {
    const property = fc.property(directory, ({ lists, people }) => {
      const backwards = lists.map(each => ({ ...each, members: each.members && [...each.members].reverse() })).reverse()
      const one = effectiveMembers('L0', listGraph(lists, people))
      const other = effectiveMembers('L0', listGraph(backwards, [...people].reverse()))
      expect(other).toEqual(one)
    })
    fc.assert(property, { numRuns: 200, seed })
  })

  test('ends in lists nested 100,000 deep, without growing the stack', () => {
    const lists = Array.from({ length: 100_000 }, (_, at) => ({ key: `L${at}`, members: [`L${at + 1}`], rid: null }))
    const last = { key: 'L100000', members: ['P0', 'L0'], rid: null }
    const graph = listGraph([...lists, last], [{ key: 'P0', primaryGroup: null }])
    const found = effectiveMembers('L0', graph, { lists: 200_000, people: 10 })
    expect([found.people.size, found.lists.size, found.cut]).toEqual([1, 100_000, false])
  })

  test('beyond a limit the answer says that it is not whole', () => {
    const members = Array.from({ length: 50 }, (_, at) => `P${at}`)
    const people = members.map(key => ({ key, primaryGroup: null }))
    const graph = listGraph([{ key: 'L', members, rid: null }], people)
    expect(effectiveMembers('L', graph, { lists: 10, people: 49 }).cut).toBe(true)
    expect(effectiveMembers('L', graph, { lists: 10, people: 50 }).cut).toBe(false)
    const chain = Array.from({ length: 12 }, (_, at) => ({ key: `L${at}`, members: [`L${at + 1}`], rid: null }))
    expect(effectiveMembers('L0', listGraph(chain, []), { lists: 10, people: 10 }).cut).toBe(true)
  })

  test('a list that is not there is unknown, not empty', () => {
    expect(effectiveMembers('L', listGraph([], [])).unknown).toEqual(new Set(['L']))
  })
})
