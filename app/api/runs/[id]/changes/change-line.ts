import { say } from '@/app/messages/say'
import { fieldName } from '@/app/ui/field-name'
import { plainArguments, unitPath } from '@/app/ui/unit-words'
import type { ChangeRow } from '@/lib/store/changes'
import { accountFields, type ChangeKind, type ChangeValues, isAction } from '@/lib/sync/change'
import { isCustom } from '@/lib/sync/changed-field'
import { sentence } from '@/lib/words/words'

export type Difference = { field: string; before: string | null; after: string | null }
/** One row of a plan in words. */
export type ChangeLine = {
  anchor: string
  person: string
  email: string | null
  kind: ChangeKind
  kindText: string
  reason: string
  /** What is wrong with the directory's data, one sentence each. */
  problems: string[]
  stateText: string | null
  /** Whether an approval of the plan would carry it out. */
  waits: boolean
  differences: Difference[]
  unit: string | null
}

/** @param names display names by anchor, for managers */
export function changeLine(row: ChangeRow, names: ReadonlyMap<string, string>): ChangeLine {
  const problems = row.problems.map(problem => sentence(problem.code, plainArguments(problem.args), 'sync'))
  return {
    anchor: row.anchor,
    person: row.displayName,
    email: row.email,
    kind: row.kind,
    kindText: say(`changeKind.${row.kind}`),
    reason: sentence(row.because.code, plainArguments(row.because.args), 'sync'),
    problems: row.failure ? [...problems, sentence(row.failure, {}, 'runs')] : problems,
    stateText: row.state === 'noted' || row.state === 'planned' ? null : say(`changeState.${row.state}`),
    waits: isAction(row.kind) && (row.state === 'planned' || row.state === 'held'),
    differences: differences(row.before, row.after, names),
    unit: row.unit === null ? null : unitPath(row.unit),
  }
}

/** Two photos, of which a line of text can only say that they are not the same. */
function photoDifference(before: string | null, after: string | null): Difference {
  const becomes = before === null ? 'first' : before === after ? 'before' : 'after'
  return {
    field: fieldName('photo'),
    before: before === null ? null : say('flag.photo.before'),
    after: after === null ? null : say(`flag.photo.${becomes}`),
  }
}

function differences(
  before: ChangeValues | null,
  after: ChangeValues | null,
  names: ReadonlyMap<string, string>,
): Difference[] {
  const values = accountFields.map(field => {
    if (field === 'photo') return photoDifference(before?.photo ?? null, after?.photo ?? null)
    const read = (side: ChangeValues | null) => {
      const value = side?.[field] ?? null
      return field === 'manager' && value !== null ? (names.get(value) ?? value) : value
    }
    return { field: fieldName(field), before: read(before), after: read(after) }
  })
  const own = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(isCustom).sort()
  const added = own.map(name => ({
    field: fieldName(name),
    before: before?.[name] ?? null,
    after: after?.[name] ?? null,
  }))
  const flags = (['active', 'suspended'] as const).map(field => {
    const read = (side: ChangeValues | null) => {
      const value = side?.[field]
      return value === undefined ? null : say(`flag.${field}.${value}`)
    }
    return { field: fieldName(field), before: read(before), after: read(after) }
  })
  return [...values, ...added, ...flags].filter(({ before, after }) => before !== after)
}
