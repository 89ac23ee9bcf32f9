import type { DirectoryObject } from '@/lib/directory/source'
import type { MappingSettings } from '@/lib/settings/mapping'
import type { AttributeName, Problem } from './change'
import { compileMapping } from './compile-mapping'
import { type MapContext, mapPerson } from './map-person'

/** What a mapping makes of one field of a person; null = nothing, and the account keeps what it has. */
export type TriedField = { name: AttributeName; value: string | null; problem: Problem | null }

/** Every field that a mapping manages, as one person would get it. The manager is told by name in the directory. */
export function tryMapping(
  settings: MappingSettings,
  object: DirectoryObject,
  context: Omit<MapContext, 'mapping'>,
): TriedField[] {
  const mapping = compileMapping(settings)
  const { attributes, managerDn, problems } = mapPerson(object, { ...context, mapping })
  const fields = [...mapping.fields, mapping.email].map(({ name, label }) => ({
    name,
    value: attributes[name] ?? null,
    problem: problems.find(problem => fieldOf(problem) === label) ?? null,
  }))
  if (mapping.manager === 'not-managed') return fields
  return [...fields, { name: 'manager', value: managerDn, problem: null }]
}

/** The field that a problem is about, as the mapping calls it; null for what is about the person. */
export function fieldOf({ code, args }: Problem): string | null {
  if (typeof args.field === 'string') return args.field
  if (code === 'name-missing') return 'displayName'
  return code.startsWith('mail-') || code === 'domain-unverified' ? 'email' : null
}
