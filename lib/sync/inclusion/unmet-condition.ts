import { cutText } from '@/lib/directory/formats/cut-text'
import { parseSearchFilter, type SearchFilter } from '@/lib/directory/formats/search-filter'
import { writeSearchFilter } from '@/lib/directory/formats/write-search-filter'
import type { DirectoryObject } from '@/lib/directory/source'
import type { AttributeSyntax, InclusionSettings } from '@/lib/settings/inclusion'
import { readValues } from '../read-values'
import { compileInclusion } from './compile-inclusion'

/** A condition that keeps somebody out, with what their record has there. */
export type UnmetCondition = {
  /** As it is written in the filter. */
  condition: string
  /** What it asks about; null where that is several attributes, or one whose values say nothing to a reader. */
  attribute: string | null
  values: string[]
}

type Rule = NonNullable<InclusionSettings>
type Person = Pick<DirectoryObject, 'attributes'>

const most = { values: 3, characters: 100 }
const unreadable: readonly AttributeSyntax[] = ['sid', 'octets', 'other']

/** Tells of somebody whom the rule leaves out the first of its conditions that they do not meet. */
export function unmetCondition(rule: Rule): (person: Person) => UnmetCondition {
  const parsed = parseSearchFilter(rule.filter)
  if ('fault' in parsed) throw new RangeError('The inclusion rule is no filter')
  return compilePart(parsed.filter, rule.attributes)
}

function compilePart(filter: SearchFilter, attributes: Rule['attributes']): (person: Person) => UnmetCondition {
  if (filter.kind !== 'and') return compileCondition(filter, attributes)
  const parts = filter.parts.map(part => ({
    meets: compileInclusion({ filter: writeSearchFilter(part), attributes }),
    tell: compilePart(part, attributes),
  }))
  const whole = compileCondition(filter, attributes)
  return person => (parts.find(({ meets }) => meets(person) !== true)?.tell ?? whole)(person)
}

function compileCondition(filter: SearchFilter, attributes: Rule['attributes']): (person: Person) => UnmetCondition {
  const condition = writeSearchFilter(filter)
  const item = filter.kind === 'not' ? filter.part : filter
  const written = 'attribute' in item ? item.attribute.toLowerCase() : null
  const known = attributes.find(one => one.written.toLowerCase() === written)
  if (!known || unreadable.includes(known.syntax)) return () => ({ condition, attribute: null, values: [] })
  return person => ({
    ...{ condition, attribute: known.name },
    values: readValues(person)
      .all(known.name)
      .slice(0, most.values)
      .map(value => cutText(value, most.characters)),
  })
}
