import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import { env } from '@/lib/env'
import type { GoneGroupPolicy } from '@/lib/settings/groups'
import {
  type AbsentGroup,
  decideAbsentGroup,
  decideGroup,
  type GroupRules,
  type JoinedGroup,
  type ReadGroup,
} from './decide-group'
import { type GroupChange, type GroupFields, groupRemovalKinds, isGroupAction } from './group-change'

const seed = 20_261_126
const numRuns = 500 * env().ENROLLMENT_TEST_RUNS
const anchor = '4f2c0d3e-0000-4000-8000-000000000001' as Anchor
const other = '4f2c0d3e-0000-4000-8000-000000000002' as Anchor
const now = new Date('2026-11-26T10:00:00Z')

const fields: fc.Arbitrary<GroupFields> = fc.record({
  name: fc.constantFrom('Sales', 'Trade', 'Law'),
  address: fc.constantFrom(null, 'a@example.com', 'b@example.com'),
  description: fc.constantFrom(null, 'Text'),
  parent: fc.constantFrom(null, other),
})
const kind = fc.constantFrom('list' as const, 'organizational-group' as const)
const read: fc.Arbitrary<ReadGroup> = fc.record({
  anchor: fc.constant(anchor),
  kind,
  fields,
  placement: fc.constantFrom('in' as const, 'in' as const, 'out' as const, 'unclear' as const),
})
const joined: fc.Arbitrary<JoinedGroup> = fc.record({
  anchor: fc.constant(anchor),
  kind,
  groupId: fc.constant('g1'),
  fields,
  suspectedAt: fc.constantFrom(null, now, new Date(now.getTime() - 3_600_000), new Date(now.getTime() - 90_000_000)),
  released: fc.boolean(),
  handMade: fc.nat(2),
})
const policy = fc.constantFrom<GoneGroupPolicy>('keep', 'remove-memberships', 'remove')
const rules = fc.record({
  gone: policy,
  shield: fc.constantFrom(null, null, 'A rule'),
  addressTaken: fc.constantFrom(false, false, true),
})
const absent: fc.Arbitrary<AbsentGroup> = fc.record({
  joined: joined.map(one => ({ ...one, released: false })),
  lookUp: fc.constantFrom<AbsentGroup['lookUp'][]>(
    null,
    'failed',
    { deleted: true, where: 'outside' },
    { deleted: false, where: 'unread' },
    { deleted: false, where: 'outside' },
  ),
  completeRead: fc.boolean(),
  parentReadable: fc.boolean(),
  now: fc.constant(now),
})

/** The group as it is when a change of it was carried out. */
function after(
  before: JoinedGroup | null,
  change: GroupChange | null,
  { kind: asRead }: ReadGroup,
): JoinedGroup | null {
  if (change === null || !isGroupAction(change.kind)) return before
  if (change.kind === 'remove') return null
  const { source: _, ...values } = change.after ?? {}
  const empty = { name: '', address: null, description: null, parent: null }
  return {
    ...(before ?? { anchor, kind: asRead, groupId: 'g1', suspectedAt: null, released: false, handMade: 0 }),
    fields: { ...(before?.fields ?? empty), ...values },
    released: change.kind === 'release',
  }
}

const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns, seed })

describe('over all groups that were read', () => {
  const turn = fc.tuple(read, fc.option(joined), rules)

  test('what was carried out is not planned again, and follows the directory', () => {
    check(turn, ([found, before, rule]) => {
      const change = decideGroup(found, before, rule)
      const then = after(before, change, found)
      const again = decideGroup(found, then, rule)
      expect(again === null || !isGroupAction(again.kind)).toBe(true)
      const follows = found.placement === 'in' && change !== null && isGroupAction(change.kind)
      if (follows) expect(then).toMatchObject({ fields: found.fields, released: false })
    })
  })

  test('what is protected is left as it is, and what could not be placed too', () => {
    check(turn, ([found, before, rule]) => {
      const change = decideGroup(found, before, rule)
      if (found.placement === 'unclear') expect(change).toBeNull()
      if (rule.shield !== null && before !== null && change !== null) expect(change.kind).toBe('skip')
    })
  })

  test('an address that is taken is never given', () => {
    check(turn, ([found, before, rule]) => {
      const change = decideGroup(found, before, { ...rule, addressTaken: true })
      if (change?.after?.address !== undefined) expect(isGroupAction(change.kind)).toBe(false)
    })
  })
})

describe('over all groups that were not read', () => {
  test('only what was seen ends one: a tombstone, a place outside, or a second complete read an hour later', () => {
    const seen = { ended: 0, waiting: 0 }
    check(fc.tuple(absent, rules), ([facts, rule]) => {
      const change = decideAbsentGroup(facts, { ...rule, shield: null })
      const ends = isGroupAction(change.kind)
      seen[ends ? 'ended' : 'waiting']++
      const { lookUp, completeRead, parentReadable, joined: group } = facts
      const waited = group.suspectedAt !== null && now.getTime() - group.suspectedAt.getTime() >= 3_600_000
      const evidence =
        lookUp === null
          ? completeRead && parentReadable && waited
          : lookUp !== 'failed' && (lookUp.deleted || lookUp.where === 'outside')
      expect(ends).toBe(evidence)
    })
    expect(Math.min(seen.ended, seen.waiting)).toBeGreaterThan(numRuns / 10)
  })

  test('nothing is removed in which something was made by hand, nor where the admin did not choose so', () => {
    check(fc.tuple(absent, rules), ([facts, rule]) => {
      const change = decideAbsentGroup(facts, rule)
      if (change.kind === 'remove') {
        expect(facts.joined.handMade).toBe(0)
        expect(rule.gone).toBe('remove')
      }
      if (isGroupAction(change.kind)) expect(groupRemovalKinds).toContain(change.kind)
      if (rule.shield !== null) expect(isGroupAction(change.kind)).toBe(false)
    })
  })
})

describe('the reason names what differs', () => {
  const rule: GroupRules & { addressTaken: boolean } = { gone: 'keep', shield: null, addressTaken: false }
  const present: GroupFields = { name: 'Sales', address: null, description: null, parent: null }
  const stored: JoinedGroup = {
    ...{ anchor, kind: 'list', groupId: 'g1', fields: present, suspectedAt: null, released: false, handMade: 0 },
  }
  test.each<[Partial<GroupFields>, string]>([
    [{ name: 'Trade' }, 'group-renamed'],
    [{ parent: other }, 'group-moved'],
    [{ description: 'Text' }, 'group-values-differ'],
    [{ name: 'Trade', parent: other }, 'group-values-differ'],
  ])('%o: %s', (differing, code) => {
    const change = decideGroup(
      { anchor, kind: 'list', fields: { ...present, ...differing }, placement: 'in' },
      stored,
      rule,
    )
    expect(change).toMatchObject({ kind: 'update', because: { code }, after: differing })
    expect(Object.keys(change?.after ?? {})).toEqual(Object.keys(differing))
  })
})
