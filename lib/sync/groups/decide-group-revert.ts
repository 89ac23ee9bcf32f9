import type { Anchor } from '@/lib/directory/anchor'
import { groupChange, type JoinedGroup } from './decide-group'
import type { GroupBecause, GroupChange, GroupFields, GroupValues } from './group-change'

/** What a run did to a group itself, and what it is like now. */
export type GroupRevertFacts = {
  /** The row of the run that is reverted, as it was applied. */
  done: Pick<GroupChange, 'anchor' | 'groupKind' | 'groupId' | 'kind' | 'before' | 'after' | 'name'>
  /** null = it is not there, or its link is not the one that the run left. */
  now: JoinedGroup | null
  shield: string | null
  /** The number of the run that is reverted. */
  run: number
}

type Undoing = Pick<GroupChange, 'kind' | 'before' | 'after'>
const fieldNames = ['name', 'address', 'description', 'parent'] as const

/**
 * What takes a run's change of a group back: values go back where nobody changed them since; what was added or taken up
 * again is let go and never deleted; what was let go follows the directory again; what ended is made again.
 */
export function decideGroupRevert(facts: GroupRevertFacts): GroupChange {
  const { done, now, shield, run } = facts
  const undoing = undo(done, now)
  if (undoing === null) return keep(facts, { code: 'group-changed-since-run', args: { number: run } })
  if (shield !== null) return keep(facts, { code: 'group-protected', args: { rule: shield } })
  return rowOf(facts, { because: { code: 'group-run-reverted', args: { number: run } }, ...undoing })
}

/** null = it is not any more what the run left, so it stays. */
function undo(done: GroupRevertFacts['done'], now: JoinedGroup | null): Undoing | null {
  if (done.kind === 'remove') return now === null ? { kind: 'add', before: null, after: done.before } : null
  if (now === null || now.groupId !== done.groupId) return null
  const values = valuesBefore(done, now.fields)
  const following = { ...values.before, source: 'directory' as const }
  const local = { ...values.before, source: 'local' as const }
  switch (done.kind) {
    case 'add':
      return now.released ? null : { kind: 'release', before: { source: 'directory' }, after: { source: 'local' } }
    case 'link':
      return now.released ? null : { kind: 'release', before: following, after: { ...values.after, source: 'local' } }
    case 'release':
      return now.released ? { kind: 'link', before: local, after: { ...values.after, source: 'directory' } } : null
    case 'update':
      return Object.keys(values.after).length === 0 ? null : { kind: 'update', ...values }
    default:
      return null
  }
}

/** The values that the run changed and nobody since, from what they are to what they were. */
function valuesBefore(done: GroupRevertFacts['done'], now: GroupFields): { before: GroupValues; after: GroupValues } {
  const changed = fieldNames.filter(field => {
    const left = done.after?.[field]
    return (
      left !== undefined && done.before?.[field] !== undefined && now[field] === left && done.before[field] !== left
    )
  })
  const of = (values: GroupValues | null): GroupValues =>
    Object.fromEntries(changed.map(field => [field, values?.[field] ?? null]))
  return { before: of(now), after: of(done.before) }
}

const keep = (facts: GroupRevertFacts, because: GroupBecause): GroupChange =>
  rowOf(facts, { kind: 'skip', because, before: null, after: null })

function rowOf(
  { done: { anchor, groupKind, name, kind }, now }: GroupRevertFacts,
  what: Undoing & { because: GroupBecause },
): GroupChange {
  const groupId = kind === 'remove' ? null : (now?.groupId ?? null)
  return groupChange({ anchor: anchor as Anchor, kind: groupKind, groupId }, { ...what, read: true, name })
}
