import { dnKey } from '@/lib/directory/distinguished-name'
import { readGeneralizedTime } from '@/lib/directory/formats/generalized-time'
import type { AttributeSyntax } from '@/lib/settings/inclusion'

/** What equal values of a syntax have in common; numbers and times are ordered too. */
export type ValueKey = string | bigint

/**
 * The form in which values of a syntax are compared (MS-ADTS 3.1.1.2.2.4); null for a value that the syntax does not have.
 * Active Directory compares Unicode text without regard to case, width and accents.
 */
export function valueKey(syntax: AttributeSyntax, text: string): ValueKey | null {
  switch (syntax) {
    case 'text':
      return foldText(text)
    case 'exact-text':
      return text.normalize('NFC')
    case 'name':
      return text.toLowerCase()
    case 'integer':
      return integer(text, 32)
    case 'large-integer':
      return integer(text, 64)
    case 'boolean':
      return text === 'TRUE' || text === 'FALSE' ? text : null
    case 'time': {
      const time = readGeneralizedTime(text)
      return time === null ? null : BigInt(time.getTime())
    }
    case 'dn':
      return nameKey(text)
    case 'sid':
      return /^S-1-[\dx-]+$/i.test(text) ? text.toUpperCase() : null
    default:
      return null
  }
}

/** Case, width and accents of Latin, Greek and Cyrillic letters make no difference. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()

/** What has more bits than the syntax wraps around, as Active Directory's own tools write 0x80000000 without a sign. */
function integer(text: string, bits: 32 | 64): bigint | null {
  return /^-?\d{1,20}$/.test(text) ? BigInt.asIntN(bits, BigInt(text)) : null
}

function nameKey(text: string): string | null {
  try {
    return text.includes('=') ? dnKey(text) : null
  } catch {
    return null
  }
}
