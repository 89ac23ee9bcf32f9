import type { Fault } from '@/lib/outcome'
import { type FieldSource, isRefusedAttribute, type MappingSettings } from '@/lib/settings/mapping'
import { compileExpression } from './expression/compile-expression'
import { nearestName } from './nearest-name'
import { isKnownCountry } from './telephone'

/** What only the directory's schema can tell about a mapping; the other codes are those of settings and of expressions. */
export const mappingFaultCodes = ['mapping-attribute-unknown'] as const

/**
 * Everything about a mapping that its schema cannot see, with the path of each field: expressions, countries, attributes.
 * @param known the attributes of the directory's schema; null = nobody knows them
 */
export function mappingFaults(settings: MappingSettings, known: readonly string[] | null): Fault[] {
  const { fields, custom, telephone } = settings
  const named = Object.entries(fields).map(([name, field]) => ({ path: `mapping.fields.${name}.source`, field }))
  const added = custom.map((field, index) => ({ path: `mapping.custom.${index}.source`, field }))
  const isKnown = known === null ? () => true : knower(known)
  const faults = [...named, ...added].flatMap(({ path, field }) =>
    'source' in field ? sourceFaults(field.source, path, isKnown, known ?? []) : [],
  )
  const { country } = telephone
  if (country === null || isKnownCountry(country)) return faults
  return [...faults, { code: 'mapping-country-unknown', args: {}, path: 'mapping.telephone.country' }]
}

function knower(known: readonly string[]): (name: string) => boolean {
  const names = new Set(known.map(name => name.toLowerCase()))
  return name => names.has(name.toLowerCase())
}

function sourceFaults(
  source: FieldSource,
  path: string,
  isKnown: (name: string) => boolean,
  known: readonly string[],
): Fault[] {
  if (source.kind === 'attributes')
    return source.names.flatMap((name, index) =>
      isKnown(name) ? [] : [unknown(name, known, `${path}.names.${index}`)],
    )
  const compiled = compileExpression(source.text)
  const at = `${path}.text`
  if (!compiled.ok) return [{ ...compiled.fault, path: at }]
  return compiled.expression.attributes.flatMap(name => {
    if (isRefusedAttribute(name)) return [{ code: 'mapping-attribute-refused', args: {}, path: at }]
    return isKnown(name) ? [] : [unknown(name, known, at)]
  })
}

const unknown = (attribute: string, known: readonly string[], path: string): Fault => ({
  code: 'mapping-attribute-unknown',
  args: { attribute, suggestion: nearestName(attribute, known) ?? 'none' },
  path,
})
