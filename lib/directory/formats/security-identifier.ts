/**
 * objectSid as text, e.g. `S-1-5-21-1004336348-1177238915-682003330-512` (MS-DTYP 2.4.2).
 * @throws RangeError when the bytes are not a SID of revision 1
 */
export function sidText(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts = view[1] ?? 0
  if (view.length < 8 || view[0] !== 1 || parts > 15 || view.length !== 8 + 4 * parts)
    throw new RangeError(`These ${view.length} bytes are not a security identifier`)
  const authority = view.readUIntBE(2, 6)
  const subAuthorities = Array.from({ length: parts }, (_, index) => view.readUInt32LE(8 + 4 * index))
  // MS-DTYP 2.4.2.1: an authority of 2^32 and more is written in hexadecimal.
  const head = authority < 2 ** 32 ? String(authority) : `0x${authority.toString(16).padStart(12, '0')}`
  return ['S-1', head, ...subAuthorities].join('-')
}

/**
 * The last part of a SID in text: the relative identifier, unique in its domain (MS-DTYP 2.4.2). It is what primaryGroupID
 * names a group by. @returns null for what is no SID of a domain
 */
export function relativeIdentifier(sid: string | null): number | null {
  const found = /^S-1-5-21-\d+-\d+-\d+-(\d{1,10})$/.exec(sid ?? '')
  return found ? Number(found[1]) : null
}
