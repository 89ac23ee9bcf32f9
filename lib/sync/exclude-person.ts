import type { DirectoryObject } from '@/lib/directory/source'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import { compileMatch, type Matcher } from './match-value'

/** The name of the first rule that keeps a directory record out, or null. */
export type IncomingExclusions = (object: Pick<DirectoryObject, 'attributes'>) => string | null

/** Compiles the incoming rules, once for a run. Attribute names are matched without regard to case (RFC 4512 §2.5). */
export function compileIncoming({ incoming }: Pick<ExclusionSettings, 'incoming'>): IncomingExclusions {
  if (incoming.length === 0) return () => null
  const rules = incoming.map(({ name, field, match, values }) => ({
    name,
    field: field.toLowerCase(),
    meets: compileMatch(match, values),
  }))
  return ({ attributes }) => firstMet(rules, attributes)
}

function firstMet(
  rules: readonly { name: string; field: string; meets: Matcher }[],
  attributes: DirectoryObject['attributes'],
): string | null {
  const values = new Map(Object.entries(attributes).map(([name, list]) => [name.toLowerCase(), list]))
  return rules.find(({ field, meets }) => meets(values.get(field) ?? []))?.name ?? null
}

/** The attributes that the rules ask for beside those the mapping reads. */
export const excludingAttributes = ({ incoming }: Pick<ExclusionSettings, 'incoming'>): string[] => [
  ...new Set(incoming.map(({ field }) => field)),
]
