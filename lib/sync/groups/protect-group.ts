import type { ExclusionSettings } from '@/lib/settings/exclusions'
import { compileMatch } from '../match-value'
import type { GroupFields } from './group-change'

/** The name of the entry or rule that protects a group of Messenger; null = none does. */
export type GroupShields = (group: {
  groupId: string
  fields: Pick<GroupFields, 'name' | 'address' | 'description'>
}) => string | null

/** Compiles the protected lists and organizational groups, once for a run. An entry wins over a rule, then the earlier rule. */
export function compileGroupShields({ protected: settings }: Pick<ExclusionSettings, 'protected'>): GroupShields {
  const named = new Map(settings.groups.map(({ groupId, name }) => [groupId.toLowerCase(), name]))
  const rules = settings.groupRules.map(({ name, field, match, values }) => ({
    name,
    field,
    meets: compileMatch(match, values),
  }))
  return ({ groupId, fields }) => {
    const entry = named.get(groupId.toLowerCase())
    if (entry !== undefined) return entry
    const met = rules.find(({ field, meets }) => {
      const value = fields[field]
      return value !== null && meets([value])
    })
    return met?.name ?? null
  }
}
