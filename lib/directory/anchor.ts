/**
 * objectGUID in the text form that Active Directory's own tools show: lower case, first three fields little-endian on the
 * wire (MS-DTYP 2.3.4). It survives rename and move; a DN does not. Stored as PostgreSQL `uuid`, which is its 16 bytes.
 */
export type Anchor = string & { readonly __anchor: unique symbol }

const text = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** @throws RangeError when the value is not 16 bytes */
export function anchorFromBytes(bytes: Uint8Array): Anchor {
  if (bytes.length !== 16) throw new RangeError(`An objectGUID has 16 bytes, this one has ${bytes.length}`)
  const hex = (from: number, to: number, reverse: boolean) => {
    const part = Buffer.from(bytes.subarray(from, to))
    return (reverse ? part.reverse() : part).toString('hex')
  }
  return `${hex(0, 4, true)}-${hex(4, 6, true)}-${hex(6, 8, true)}-${hex(8, 10, false)}-${hex(10, 16, false)}` as Anchor
}

/** The 16 bytes as they stand in the directory, for filters and `<GUID=…>` bases. */
export function anchorToBytes(anchor: Anchor): Buffer {
  const bytes = Buffer.from(anchor.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** Reads `4f2c…`, `{4F2C…}` as people paste it; null when it is not a GUID. */
export function parseAnchor(value: string): Anchor | null {
  const plain = value
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase()
  return text.test(plain) ? (plain as Anchor) : null
}
