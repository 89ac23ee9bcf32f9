/** PostgreSQL's number for the type text (pg_type.dat). */
const textType = 25

/** Texts as PostgreSQL's binary format has an array of them: dimensions, a flag for nulls, the type; then length and bytes of each. */
export function textArrayBytes(texts: readonly string[]): Buffer {
  if (texts.length === 0) return int32s(0, 0, textType)
  const values = texts.flatMap(text => [int32s(Buffer.byteLength(text)), Buffer.from(text)])
  return Buffer.concat([int32s(1, 0, textType, texts.length, 1), ...values])
}

/** The texts of such an array of one dimension at most. @throws RangeError when the bytes are no such array */
export function textsOfArray(bytes: Buffer): string[] {
  if (bytes.readInt32BE(0) === 0) return []
  const texts: string[] = []
  for (let at = 20; at < bytes.length; ) {
    const end = at + 4 + bytes.readInt32BE(at)
    texts.push(bytes.toString('utf8', at + 4, end))
    at = end
  }
  if (texts.length !== bytes.readInt32BE(12)) throw new RangeError('An array has another number of texts')
  return texts
}

function int32s(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [index, number] of numbers.entries()) bytes.writeInt32BE(number, index * 4)
  return bytes
}
