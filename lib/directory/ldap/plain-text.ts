/**
 * Which code points of the Basic Multilingual Plane `normalizeValues` leaves alone wherever they stand, so that a text made
 * of them can be copied as bytes: nothing that composes with its neighbor, is invisible, or separates words.
 */
const invisible = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufffd]/u
/** What may join the character before it: marks, and the vowels and finals of Hangul. */
const joining = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u

/** One row of 256 code points each, made when a text first needs it: most directories need two or three. */
const rows: (Uint8Array | undefined)[] = new Array(256)

function isPlain(codePoint: number): boolean {
  const row = rows[codePoint >> 8] ?? rowOf(codePoint >> 8)
  return row[codePoint & 0xff] === 1
}

function rowOf(number: number): Uint8Array {
  const row = new Uint8Array(256)
  for (let low = 0; low < 256; low++) {
    const text = String.fromCharCode(number * 256 + low)
    const isStable = text.isWellFormed() && text.normalize('NFC') === text
    if (isStable && !invisible.test(text) && !joining.test(text)) row[low] = 1
  }
  rows[number] = row
  return row
}

/**
 * How many bytes the well-formed UTF-8 sequence of a plain character takes that begins at `at` with a byte above 0x7f:
 * 2 or 3, or 0 when it is not plain, not well-formed, or beyond the Basic Multilingual Plane.
 */
export function plainSequence(bytes: Uint8Array, at: number, end: number): 0 | 2 | 3 {
  const first = bytes[at] as number
  if (first < 0xc2 || first > 0xef) return 0
  const length = first < 0xe0 ? 2 : 3
  if (at + length > end) return 0
  const second = bytes[at + 1] as number
  if ((second & 0xc0) !== 0x80) return 0
  if (length === 2) return isPlain(((first & 0x1f) << 6) | (second & 0x3f)) ? 2 : 0
  const third = bytes[at + 2] as number
  const codePoint = ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f)
  return (third & 0xc0) === 0x80 && codePoint >= 0x800 && isPlain(codePoint) ? 3 : 0
}
