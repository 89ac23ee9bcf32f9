import type { Difference } from '@/lib/store/remote-drift'

type Value = string | boolean | undefined
const shown = (value: Value): string | null => (value === undefined ? null : String(value))

/** A field that is otherwise here than there, for people. */
export const difference = (field: string, ours: Value, theirs: Value): Difference => ({
  ...{ field, ours: shown(ours), theirs: shown(theirs) },
})
