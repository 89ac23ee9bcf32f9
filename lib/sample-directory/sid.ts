/** A security identifier in its binary form (MS-DTYP 2.4.2.2). @throws RangeError when the text is not a SID */
export function sidToBytes(text: string): Buffer {
  const match = /^S-1-(\d+)((?:-\d+)+)$/i.exec(text)
  if (!match) throw new RangeError(`${text} is not a SID`)
  const parts = (match[2] ?? '').slice(1).split('-').map(Number)
  const bytes = Buffer.alloc(8 + parts.length * 4)
  bytes.writeUInt8(1, 0)
  bytes.writeUInt8(parts.length, 1)
  bytes.writeUIntBE(Number(match[1]), 2, 6)
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + index * 4)
  return bytes
}
