import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { groupChangeKinds, groupRemovalKinds, isGroupAction } from './group-change'
import { type GroupRowCount, groupReportFrom, groupsAddUp } from './group-report'

const states = ['noted', 'planned', 'held', 'applied', 'failed', 'left', 'cancelled'] as const
const membersKinds: readonly string[] = ['add-members', 'remove-members']
const itselfKinds = groupChangeKinds.filter(kind => !membersKinds.includes(kind))
const absentKinds = itselfKinds.filter(
  kind => kind === 'suspect' || kind === 'leave-alone' || groupRemovalKinds.some(one => one === kind),
)

const row = fc.record({
  groupKind: fc.constantFrom('list' as const, 'organizational-group' as const),
  kind: fc.constantFrom(...itselfKinds),
  read: fc.boolean(),
  state: fc.constantFrom(...states),
  rows: fc.integer({ min: 1, max: 9 }),
})

test('every unit and list is counted once, whatever became of it', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), fc.nat(9), (rows, unchanged) => {
      const real = rows
        .filter(one => one.read || absentKinds.includes(one.kind))
        .map((one): GroupRowCount => ({ ...one, aspect: 'itself', members: 0 }))
        .map(one => ({ ...one, state: isGroupAction(one.kind) ? one.state : ('noted' as const) }))
      const sum = (kind: string, read: boolean) =>
        real.filter(one => one.groupKind === kind && one.read === read).reduce((all, one) => all + one.rows, 0)
      const of = (kind: string) => ({ read: sum(kind, true) + unchanged, unchanged, notRead: sum(kind, false) })
      const tally = { list: of('list'), 'organizational-group': of('organizational-group'), membersUnknown: 0 }
      expect(groupsAddUp(groupReportFrom(tally, real))).toBe(true)
      const short = { ...tally, list: { ...tally.list, read: tally.list.read + 1 } }
      expect(groupsAddUp(groupReportFrom(short, real))).toBe(false)
    }),
    { numRuns: 300 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_128 },
  )
})

test('memberships are counted by what became of their row', () => {
  const of = (
    kind: 'add-members' | 'remove-members',
    state: GroupRowCount['state'],
    members: number,
  ): GroupRowCount => ({
    ...{ groupKind: 'list', kind, read: true, state, rows: 1, members },
    aspect: kind === 'add-members' ? 'joining' : 'leaving',
  })
  const zero = { read: 0, unchanged: 0, notRead: 0 }
  const tally = { list: zero, 'organizational-group': zero, membersUnknown: 2 }
  const rows = [
    of('add-members', 'applied', 5),
    of('add-members', 'planned', 1),
    of('remove-members', 'applied', 2),
    of('remove-members', 'held', 7),
    of('add-members', 'failed', 3),
    of('add-members', 'left', 4),
  ]
  expect(groupReportFrom(tally, rows)).toMatchObject({
    memberships: { added: 6, removed: 2, held: 7, failed: 3, left: 4 },
    membersUnknown: 2,
  })
})
