import { say } from '@/app/messages/say'

/** One setting as a name and a value. The key says which setting it is, in every version of a configuration. */
export type SettingLine = { key: string; label: string; value: string }

/** A setting that is another one in the second configuration; null = it is not in one of them. */
export type ChangedLine = { key: string; label: string; before: string | null; after: string | null }

/** What differs between the same settings at two times. */
export function linesThatDiffer(before: readonly SettingLine[], after: readonly SettingLine[]): ChangedLine[] {
  const [old, now] = [before, after].map(lines => new Map(lines.map(line => [line.key, line])))
  const keys = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])]
  return keys.flatMap(key => {
    const [was, is] = [old?.get(key), now?.get(key)]
    if (was?.value === is?.value) return []
    const label = is?.label ?? was?.label ?? key
    return [{ key, label, before: was?.value ?? null, after: is?.value ?? null }]
  })
}

/** "Reason: was X, becomes Y" */
export function changeInWords({ label, before, after }: ChangedLine): string {
  if (before === null) return say('settingChange.added', { label, after: after ?? '' })
  if (after === null) return say('settingChange.removed', { label, before })
  return say('settingChange.changed', { label, before, after })
}
