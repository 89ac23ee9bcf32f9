import { cutText } from './formats/cut-text'

export type NormalizedValues = {
  values: string[]
  /** True when something was taken out: control or bidirectional characters, bytes that are not UTF-8, a value too long. */
  cleaned: boolean
}

/** Characters of the longest value taken; Active Directory's longest texts of people have a few thousand. */
export const longestValue = 262_144

const plainAscii = /^[\x20-\x7e]*$/
// Tab and line ends separate words, so a space takes their place; every other control character simply goes.
const separators = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
const invisible = /[\p{Cc}\p{Bidi_Control}]/gu

/**
 * The one place where what a server sent becomes text: whatever its shape, it is a list of NFC strings without control
 * characters. An empty value is no value (RFC 4511 §4.1.7 knows attributes without values only in requests).
 */
export function normalizeValues(input: string | Uint8Array | readonly (string | Uint8Array)[]): NormalizedValues {
  const list = typeof input === 'string' || input instanceof Uint8Array ? [input] : input
  const values: string[] = []
  let cleaned = false
  for (const item of list) {
    const raw = typeof item === 'string' ? item : decode(item)
    const text = raw.length > longestValue ? '' : plainAscii.test(raw) ? raw : clean(raw)
    if (text !== raw && text !== raw.normalize('NFC')) cleaned = true
    if (text !== '') values.push(text)
  }
  return { values, cleaned }
}

/** One text of foreign origin, fit for a message or a log: cleaned and not longer than `length` characters. */
export function shortText(text: string, length = 200): string {
  return cutText(clean(text).trim(), length)
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function clean(raw: string): string {
  // U+FFFD is what decoding leaves of bytes that are not UTF-8; it says nothing, so it goes.
  return raw.normalize('NFC').replace(separators, ' ').replace(invisible, '').replaceAll('\ufffd', '').normalize('NFC')
}
