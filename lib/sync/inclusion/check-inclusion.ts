import { cutText } from '@/lib/directory/formats/cut-text'
import {
  type FilterItem,
  filterSyntaxCodes,
  itemsOf,
  parseSearchFilter,
  type SearchFilter,
} from '@/lib/directory/formats/search-filter'
import type { AttributeDefinition } from '@/lib/directory/source'
import type { Fault, Outcome } from '@/lib/outcome'
import type { AttributeSyntax, InclusionSettings } from '@/lib/settings/inclusion'
import { isRefusedAttribute } from '@/lib/settings/mapping'
import { bitRules, compileTest } from './compile-inclusion'

/** What the directory's schema has against a filter, what its text alone has, and that it is more than conditions can show. */
export const inclusionFaultCodes = [
  ...filterSyntaxCodes,
  'filter-attribute-unknown',
  'filter-attribute-computed',
  'filter-attribute-refused',
  'filter-order-unfit',
  'filter-pattern-unfit',
  'filter-value-unfit',
  'filter-presence-only',
  'filter-bits-unfit',
  'filter-rule-unknown',
  'filter-rule-chain',
  'filter-not-visual',
] as const
type InclusionFaultCode = (typeof inclusionFaultCodes)[number]

const path = 'inclusion.filter'

/** Reads a filter at the door. Faults: those of its text, with the place where it stops making sense. */
export function readInclusion(text: string): Outcome<SearchFilter> {
  const parsed = parseSearchFilter(text)
  return 'fault' in parsed ? { ok: false, faults: [{ ...parsed.fault, path }] } : { ok: true, value: parsed.filter }
}

/**
 * Holds a filter against the schema: every attribute is known and may be read, and each assertion fits its syntax. What a
 * domain controller would call undefined is a fault here, because nobody means it.
 * @param definitions of `filterAttributes`, in their order; null = the schema does not know it
 */
export function checkInclusion(
  text: string,
  written: readonly string[],
  definitions: readonly (AttributeDefinition | null)[],
): Outcome<NonNullable<InclusionSettings>> {
  const read = readInclusion(text)
  if (!read.ok) return read
  const known = new Map(written.map((name, index) => [name.toLowerCase(), definitions[index] ?? null]))
  const faults = itemsOf(read.value).flatMap(item => {
    const found = faultOf(item, known.get(item.attribute.toLowerCase()) ?? null)
    return found === null ? [] : [found]
  })
  if (faults.length > 0) return { ok: false, faults }
  const attributes = written.flatMap((name, index) => {
    const definition = definitions[index]
    return definition ? [{ written: name, name: definition.name, syntax: definition.syntax }] : []
  })
  return { ok: true, value: { filter: text.trim(), attributes } }
}

const fault = (code: InclusionFaultCode, args: Fault['args']): Fault => ({ code, args, path })

function faultOf(item: FilterItem, definition: AttributeDefinition | null): Fault | null {
  const { attribute } = item
  if (definition === null) return fault('filter-attribute-unknown', { attribute })
  if (isRefusedAttribute(definition.name)) return fault('filter-attribute-refused', { attribute })
  if (definition.constructed) return fault('filter-attribute-computed', { attribute })
  if (item.kind === 'present') return null
  const { syntax, name } = definition
  if (item.kind === 'extensible' && item.rule !== null) return faultOfRule(item.rule, item.value, attribute, syntax)
  if (syntax === 'octets' || syntax === 'other') return fault('filter-presence-only', { attribute })
  if (compileTest(item, name.toLowerCase(), syntax) !== null) return null
  if (item.kind === 'substrings') return fault('filter-pattern-unfit', { attribute, syntax })
  if ((item.kind === 'at-least' || item.kind === 'at-most') && !ordered.includes(syntax))
    return fault('filter-order-unfit', { attribute })
  return fault('filter-value-unfit', { attribute, syntax, value: cutText(item.value, 60) })
}

const ordered: readonly AttributeSyntax[] = ['integer', 'large-integer', 'time']

/** MS-ADTS 3.1.1.3.4.4.3: follows links from object to object, which one person's values do not tell. */
const inChain = '1.2.840.113556.1.4.1941'

function faultOfRule(rule: string, value: string, attribute: string, syntax: AttributeSyntax): Fault | null {
  if (rule === inChain) return fault('filter-rule-chain', {})
  if (!bitRules[rule]) return fault('filter-rule-unknown', { rule })
  if (syntax !== 'integer' && syntax !== 'large-integer') return fault('filter-bits-unfit', { attribute })
  return /^-?\d{1,20}$/.test(value)
    ? null
    : fault('filter-value-unfit', { attribute, syntax, value: cutText(value, 60) })
}
