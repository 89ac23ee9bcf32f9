import type { FilterItem, SearchFilter } from './search-filter'

/** Writes a filter as RFC 4515 §3 has it, with everything escaped that means something in a filter. */
export function writeSearchFilter(filter: SearchFilter): string {
  switch (filter.kind) {
    case 'and':
      return `(&${filter.parts.map(writeSearchFilter).join('')})`
    case 'or':
      return `(|${filter.parts.map(writeSearchFilter).join('')})`
    case 'not':
      return `(!${writeSearchFilter(filter.part)})`
    default:
      return `(${writeItem(filter)})`
  }
}

const operators = { equal: '=', approx: '~=', 'at-least': '>=', 'at-most': '<=' } as const

function writeItem(item: FilterItem): string {
  switch (item.kind) {
    case 'present':
      return `${item.attribute}=*`
    case 'substrings':
      return `${item.attribute}=${[item.initial, ...item.any, item.final].map(escaped).join('*')}`
    case 'extensible':
      return `${item.attribute}${item.rule === null ? '' : `:${item.rule}`}:=${escaped(item.value)}`
    default:
      return `${item.attribute}${operators[item.kind]}${escaped(item.value)}`
  }
}

/** White space at an end would be lost to whoever reads the text, so it is written out too. */
const escaped = (value: string): string =>
  value.replace(/[*()\\\0]|^\s|\s$/g, character =>
    [...new TextEncoder().encode(character)].map(byte => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
  )
