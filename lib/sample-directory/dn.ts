/** One step of a distinguished name. */
export type Rdn = { attribute: string; value: string }

/** Escapes a value as Active Directory writes it (RFC 4514 §2.4, and `\0A` for a line feed). */
function escapeRdn(value: string): string {
  return value
    .replace(/[,+"\\<>;=]/g, '\\$&')
    .replaceAll('\n', '\\0A')
    .replaceAll('\r', '\\0D')
    .replaceAll('\0', '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}

export const writeRdn = ({ attribute, value }: Rdn): string => `${attribute}=${escapeRdn(value)}`

/** The key under which a step is found: types and values compare without case. */
export const rdnKey = ({ attribute, value }: Rdn): string =>
  `${attribute.toLowerCase()}=${value.normalize('NFC').toLowerCase()}`

/** One key for all spellings of the same name. */
export const dnKey = (steps: readonly Rdn[]): string => steps.map(rdnKey).join('\u0000')

/**
 * Reads a distinguished name (RFC 4514 §3), also with quoted values as Windows accepts them.
 * @returns the steps from the leaf to the root, or null when the text is not a name
 */
export function parseDn(text: string): Rdn[] | null {
  const steps: Rdn[] = []
  let at = 0
  while (at < text.length) {
    const equals = text.indexOf('=', at)
    if (equals < 0) return null
    const attribute = text.slice(at, equals).trim()
    if (!/^[a-z0-9.-]+$/i.test(attribute)) return null
    const read = readValue(text, equals + 1)
    if (!read) return null
    steps.push({ attribute, value: read.value })
    at = read.next
    if (at === text.length && /[,;]$/.test(text) && !text.endsWith(`\\${text.at(-1)}`)) return null
  }
  return steps
}

/** Reads one value up to its separator; `next` is where the following step starts. */
function readValue(text: string, from: number): { value: string; next: number } | null {
  let at = from
  while (text[at] === ' ') at++
  const quoted = text[at] === '"'
  if (quoted) at++
  const bytes: number[] = []
  let kept = 0
  for (; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign === '\\') {
      const pair = text.slice(at + 1, at + 3)
      if (/^[0-9a-f]{2}$/i.test(pair)) {
        bytes.push(Number.parseInt(pair, 16))
        at += 2
      } else if (at + 1 < text.length) bytes.push(...Buffer.from(text.charAt(++at)))
      else return null
      kept = bytes.length
    } else if (quoted && sign === '"') {
      const end = /^ *(?:[,;]|$)/.exec(text.slice(at + 1))
      return end ? { value: Buffer.from(bytes).toString(), next: at + 1 + end[0].length } : null
    } else if (!quoted && (sign === ',' || sign === ';')) {
      return { value: Buffer.from(bytes.slice(0, kept)).toString(), next: at + 1 }
    } else {
      const point = String.fromCodePoint(text.codePointAt(at) ?? 0)
      bytes.push(...Buffer.from(point))
      at += point.length - 1
      if (quoted || sign !== ' ') kept = bytes.length
    }
  }
  return quoted || kept === 0 ? null : { value: Buffer.from(bytes.slice(0, kept)).toString(), next: at }
}
