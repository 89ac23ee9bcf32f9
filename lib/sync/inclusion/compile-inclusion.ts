import { rdnValue } from '@/lib/directory/distinguished-name'
import { type FilterItem, parseSearchFilter, type SearchFilter } from '@/lib/directory/formats/search-filter'
import type { DirectoryObject } from '@/lib/directory/source'
import type { AttributeSyntax, InclusionSettings } from '@/lib/settings/inclusion'
import { foldText, valueKey } from './compare-values'

/** RFC 4511 §4.5.1.7: undefined where it cannot be said, for example of a value that is none of its attribute's. */
export type Verdict = boolean | undefined

/** Whether a directory record matches the inclusion rule; only true lets it in. */
export type Inclusion = (object: Pick<DirectoryObject, 'attributes'>) => Verdict

/** The values of an attribute by its name in lower case. */
type Values = (name: string) => readonly string[]
type Matcher = (values: Values) => Verdict

/** Compiles the inclusion rule, once for a run. @throws RangeError for a filter that is none, which no door lets in */
export function compileInclusion(settings: InclusionSettings): Inclusion {
  if (settings === null) return () => true
  const parsed = parseSearchFilter(settings.filter)
  if ('fault' in parsed) throw new RangeError('The inclusion rule is no filter')
  const attributes = new Map(settings.attributes.map(one => [one.written.toLowerCase(), one]))
  const matches = compileFilter(parsed.filter, name => attributes.get(name.toLowerCase()))
  return ({ attributes: values }) => {
    const byName = new Map(Object.entries(values).map(([name, list]) => [name.toLowerCase(), list]))
    return matches(name => byName.get(name) ?? [])
  }
}

/** The attributes that the rule needs of a person. */
export const includingAttributes = (settings: InclusionSettings): string[] =>
  settings === null ? [] : settings.attributes.map(({ name }) => name)

type Known = (written: string) => { name: string; syntax: AttributeSyntax } | undefined

function compileFilter(filter: SearchFilter, known: Known): Matcher {
  switch (filter.kind) {
    case 'and':
      return combined(
        filter.parts.map(part => compileFilter(part, known)),
        false,
      )
    case 'or':
      return combined(
        filter.parts.map(part => compileFilter(part, known)),
        true,
      )
    case 'not': {
      const part = compileFilter(filter.part, known)
      return values => negated(part(values))
    }
    default:
      return compileItem(filter, known)
  }
}

const negated = (verdict: Verdict): Verdict => (verdict === undefined ? undefined : !verdict)

/** `decisive` is the verdict of a part that decides the whole, whatever the others are. */
function combined(parts: readonly Matcher[], decisive: boolean): Matcher {
  return values => {
    let verdict: Verdict = !decisive
    for (const part of parts) {
      const one = part(values)
      if (one === decisive) return decisive
      if (one === undefined) verdict = undefined
    }
    return verdict
  }
}

function compileItem(item: FilterItem, known: Known): Matcher {
  const attribute = known(item.attribute)
  if (!attribute) return () => undefined
  const name = attribute.name.toLowerCase()
  if (item.kind === 'present') return values => values(name).length > 0
  const meets = compileTest(item, name, attribute.syntax)
  // An attribute that a person does not have equals nothing: that is false, and its negation true.
  return meets === null ? () => undefined : values => values(name).some(meets)
}

type Test = (value: string) => boolean

/** What one value has to be; null where the assertion does not fit the attribute. */
export function compileTest(
  item: Exclude<FilterItem, { kind: 'present' }>,
  name: string,
  syntax: AttributeSyntax,
): Test | null {
  if (item.kind === 'substrings') return compileSubstrings(item, syntax)
  if (item.kind === 'extensible' && item.rule !== null) return compileBits(item.rule, item.value, syntax)
  const wanted = valueKey(syntax, item.value)
  if (wanted === null) return name === 'objectcategory' ? compileCategory(item.value) : null
  if (item.kind !== 'at-least' && item.kind !== 'at-most') return value => valueKey(syntax, value) === wanted
  if (typeof wanted !== 'bigint') return null
  const atLeast = item.kind === 'at-least'
  return value => {
    const key = valueKey(syntax, value)
    return typeof key === 'bigint' && (atLeast ? key >= wanted : key <= wanted)
  }
}

function compileSubstrings(
  { initial, any, final }: FilterItem & { kind: 'substrings' },
  syntax: AttributeSyntax,
): Test | null {
  if (syntax !== 'text' && syntax !== 'exact-text') return null
  const fold = syntax === 'text' ? foldText : (text: string) => text.normalize('NFC')
  const [start, end, middle] = [fold(initial), fold(final), any.map(fold)]
  return value => {
    const text = fold(value)
    if (!text.startsWith(start)) return false
    let at = start.length
    for (const part of middle) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - at >= end.length && text.endsWith(end)
  }
}

/** MS-ADTS 3.1.1.3.4.4: all of the bits, or one of them. */
export const bitRules: Readonly<Record<string, (value: bigint, mask: bigint) => boolean>> = {
  '1.2.840.113556.1.4.803': (value, mask) => (value & mask) === mask,
  '1.2.840.113556.1.4.804': (value, mask) => (value & mask) !== 0n,
}

function compileBits(rule: string, value: string, syntax: AttributeSyntax): Test | null {
  const test = bitRules[rule]
  const mask = syntax === 'integer' || syntax === 'large-integer' ? valueKey(syntax, value) : null
  if (!test || typeof mask !== 'bigint') return null
  return text => {
    const bits = valueKey(syntax, text)
    return typeof bits === 'bigint' && test(bits, mask)
  }
}

/** Active Directory takes a class for its category (MS-ADTS 3.1.1.3.1.3.1): the classes that people's objects could have. */
const categories: Readonly<Record<string, string>> = {
  person: 'person',
  user: 'person',
  inetorgperson: 'person',
  organizationalperson: 'person',
  contact: 'person',
  computer: 'computer',
  group: 'group',
}

function compileCategory(value: string): Test | null {
  const category = categories[value.toLowerCase()]
  return category === undefined ? null : name => categoryOf(name) === category
}

function categoryOf(name: string): string | null {
  try {
    return rdnValue(name).toLowerCase()
  } catch {
    return null
  }
}
