/** One relative distinguished name: one or more attribute-value pairs, unescaped. */
export type Rdn = readonly { readonly type: string; readonly value: string }[]

const attributeType = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/
const hexPair = /^[0-9A-Fa-f]{2}$/
const mayBeEscaped = ' "#+,;<=>\\'

/**
 * Reads a distinguished name as RFC 4514 §2-3 writes it: escapes `\,` and `\C5\81`, `#hex` values, several pairs per RDN.
 * Unescaped spaces around `,`, `+` and `=` do not count. The empty text is the empty name (the root DSE).
 * @returns the RDNs, the entry's own first, or null when the text is not a DN
 */
export function parseDistinguishedName(dn: string): Rdn[] | null {
  if (dn.trim() === '') return []
  const rdns: Rdn[] = []
  for (const part of splitUnescaped(dn, ',')) {
    const rdn = parseRdn(part)
    if (!rdn) return null
    rdns.push(rdn)
  }
  return rdns
}

/** Writes RDNs as RFC 4514 §2.4 asks; `parseDistinguishedName` reads the same values back. */
export function writeDistinguishedName(rdns: readonly Rdn[]): string {
  return rdns.map(rdn => rdn.map(({ type, value }) => `${type}=${escapeValue(value)}`).join('+')).join(',')
}

/**
 * The form in which two DNs of the same entry are equal: NFC, case folded, types lower case, pairs of an RDN sorted,
 * one way to escape. For comparing and for map keys, never for the wire.
 * @throws RangeError when the text is not a DN
 */
export function dnKey(dn: string): string {
  return parsed(dn).map(rdnKey).join(',')
}

/**
 * The `dnKey` of the entry and of every one above it, its own first and the root's empty one last, from one reading of the name:
 * whether entries lie in others is then a look into a set.
 * @throws RangeError when the text is not a DN
 */
export function dnKeysUpward(dn: string): string[] {
  const names = parsed(dn).map(rdnKey)
  return Array.from({ length: names.length + 1 }, (_, above) => names.slice(above).join(','))
}

/** The parent's DN as the server wrote it, or null for a name of one RDN or none. */
export function parentDn(dn: string): string | null {
  const comma = indexOfUnescaped(dn, ',', 0)
  return comma < 0 ? null : dn.slice(comma + 1).trimStart()
}

/** The first RDN as the server wrote it: the entry's own part of its name. */
export function ownRdn(dn: string): string {
  const comma = indexOfUnescaped(dn, ',', 0)
  return comma < 0 ? dn : dn.slice(0, comma)
}

/**
 * The value of the first RDN, unescaped: what people call the entry.
 * @throws RangeError when the text is not a DN
 */
export function rdnValue(dn: string): string {
  return parsed(dn)[0]?.[0]?.value ?? ''
}

/**
 * True when `dn` is `base` or lies below it.
 * @throws RangeError when one of them is not a DN
 */
export function isWithin(dn: string, base: string): boolean {
  const names = parsed(dn).map(rdnKey)
  const suffix = parsed(base).map(rdnKey)
  const skipped = names.length - suffix.length
  return skipped >= 0 && suffix.every((rdn, index) => rdn === names[skipped + index])
}

/** Folds case the same way everywhere: lower case with one sigma, NFC before and after. */
function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
}

function parsed(dn: string): Rdn[] {
  const rdns = parseDistinguishedName(dn)
  if (!rdns) throw new RangeError('This is not a distinguished name')
  return rdns
}

function rdnKey(rdn: Rdn): string {
  return rdn
    .map(({ type, value }) => `${type.toLowerCase()}=${escapeValue(foldCase(value))}`)
    .sort()
    .join('+')
}

function parseRdn(text: string): Rdn | null {
  const pairs = []
  for (const part of splitUnescaped(text, '+')) {
    const equals = part.indexOf('=')
    const type = part.slice(0, Math.max(equals, 0)).trim()
    if (!attributeType.test(type)) return null
    const value = parseValue(trimUnescaped(part.slice(equals + 1)))
    if (value === null) return null
    pairs.push({ type, value })
  }
  return pairs
}

function parseValue(text: string): string | null {
  if (text.startsWith('#')) return parseHexValue(text.slice(1))
  const bytes: number[] = []
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      const end = nextBackslash(text, at)
      const plain = text.slice(at, end)
      if (/["<>;]/.test(plain) || plain.includes('\0')) return null
      for (const byte of encodeUtf8(plain)) bytes.push(byte)
      at = end
    } else if (hexPair.test(text.slice(at + 1, at + 3))) {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16))
      at += 3
    } else {
      const escaped = text[at + 1]
      if (escaped === undefined || !mayBeEscaped.includes(escaped)) return null
      bytes.push(...encodeUtf8(escaped))
      at += 2
    }
  }
  return decodeUtf8(Uint8Array.from(bytes))
}

/** `#04024869`: a BER string (octet, UTF-8 or printable) in hexadecimal. */
function parseHexValue(hex: string): string | null {
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(hex)) return null
  const ber = Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
  const isText = ber[0] === 0x04 || ber[0] === 0x0c || ber[0] === 0x13
  return isText && ber.length >= 2 && ber.length < 130 && ber[1] === ber.length - 2 ? decodeUtf8(ber.subarray(2)) : null
}

/** No Buffer here: browsers read names too, and would get one of 8 kB brought along. */
const encoder = new TextEncoder()
const encodeUtf8 = (text: string) => encoder.encode(text)

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function escapeValue(value: string): string {
  return value
    .replace(/^[ #]|[\\"+,;<=>]| $/g, '\\$&')
    .replace(/\p{Cc}/gu, control => Array.from(encodeUtf8(control), hexOf).join(''))
}

const hexOf = (byte: number) => `\\${byte.toString(16).padStart(2, '0')}`

/** Counted from the end: a pattern would try again at each of many spaces, and whoever wrote them would stop everybody's work. */
function trimUnescaped(text: string): string {
  const start = text.replace(/^ +/, '')
  const spaces = countAtEnd(start, ' ', start.length)
  const end = start.slice(0, start.length - spaces)
  return spaces > 0 && countAtEnd(end, '\\', end.length) % 2 === 1 ? `${end} ` : end
}

/** How many times a character stands before a place, one after the other. */
function countAtEnd(text: string, character: string, end: number): number {
  let at = end
  while (text[at - 1] === character) at--
  return end - at
}

function splitUnescaped(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  for (let at = indexOfUnescaped(text, separator, 0); at >= 0; at = indexOfUnescaped(text, separator, start)) {
    parts.push(text.slice(start, at))
    start = at + 1
  }
  parts.push(text.slice(start))
  return parts
}

function indexOfUnescaped(text: string, character: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === character) return at
  }
  return -1
}

function nextBackslash(text: string, from: number): number {
  const at = text.indexOf('\\', from)
  return at < 0 ? text.length : at
}
