import type { ConfigFile } from '@/lib/config-file/config-file'
import { filterAttributes, parseSearchFilter } from '@/lib/directory/formats/search-filter'
import type { AttributeDefinition } from '@/lib/directory/source'
import type { Fault } from '@/lib/outcome'
import { mappingFaults } from '@/lib/sync/check-mapping'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { checkInclusion } from '@/lib/sync/inclusion/check-inclusion'
import type { CheckedRule } from './draft-of-file'

/** What the directory's schema says of attributes, by their names in lower case; null = it does not know one. */
export type Schema = ReadonlyMap<string, AttributeDefinition | null>

/** The attributes that a file's mapping and rule read, each once. */
export function attributesOf({ mapping, inclusionRule }: ConfigFile): string[] {
  const ofRule = inclusionRule?.filter ? attributesOfRule(inclusionRule.filter) : []
  const ofMapping = mapping ? compileMapping(mapping.settings).attributes : []
  return [...new Map([...ofMapping, ...ofRule].map(name => [name.toLowerCase(), name])).values()]
}

/** What the schema says of a rule; with no rule, nothing. */
export function rulesOf({ inclusionRule }: ConfigFile, schema: Schema): Map<string, CheckedRule> {
  const filter = inclusionRule?.filter
  if (!filter) return new Map()
  const names = attributesOfRule(filter)
  const definitions = names.map(name => schema.get(name.toLowerCase()) ?? null)
  const checked = checkInclusion(filter, names, definitions)
  const rule = checked.ok
    ? { fits: true as const, inclusion: checked.value }
    : { fits: false as const, faults: checked.faults }
  return new Map([[filter, rule]])
}

/** What the schema has against a file's mapping, each with its line; nothing where it was not asked for. */
export function mappingFaultsOf({ mapping }: ConfigFile, schema: Schema | undefined): Fault[] {
  if (!mapping || !schema) return []
  const known = [...schema].flatMap(([name, definition]) => (definition ? [name] : []))
  return mappingFaults(mapping.settings, known).map(fault => {
    const line = mapping.lines[fault.path ?? '']
    return line === undefined ? fault : { ...fault, args: { ...fault.args, line } }
  })
}

function attributesOfRule(filter: string): string[] {
  const parsed = parseSearchFilter(filter)
  return 'filter' in parsed ? filterAttributes(parsed.filter) : []
}
