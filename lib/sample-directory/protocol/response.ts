import { Ber, BerWriter } from 'ldapts'
import type { Value } from '../values'
import type { Result } from './result'

export const responseTags = {
  bind: 0x61,
  search: 0x65,
  modify: 0x67,
  add: 0x69,
  delete: 0x6b,
  modifyDN: 0x6d,
  compare: 0x6f,
  extended: 0x78,
} as const

export type ResponseControl = { oid: string; value: Buffer }

/** Bytes after which a piece of an answer is handed to the socket. */
const pieceSize = 256 * 1024
const newWriter = () => new BerWriter({ size: pieceSize + 64 * 1024, growthFactor: 2 })

function writeMessage(
  writer: BerWriter,
  id: number,
  tag: number,
  body: () => void,
  controls: readonly ResponseControl[] = [],
): void {
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(tag)
  body()
  writer.endSequence()
  if (controls.length > 0) writeControls(writer, controls)
  writer.endSequence()
}

function writeControls(writer: BerWriter, controls: readonly ResponseControl[]): void {
  writer.startSequence(0xa0)
  for (const { oid, value } of controls) {
    writer.startSequence()
    writer.writeString(oid)
    writer.writeBuffer(value, Ber.OctetString)
    writer.endSequence()
  }
  writer.endSequence()
}

/** A response that consists of a result, perhaps with an extended response's name and value. */
export function resultMessage(
  id: number,
  tag: number,
  result: Result,
  controls: readonly ResponseControl[] = [],
  extended: { oid?: string; value?: string } = {},
): Buffer {
  const writer = new BerWriter({ size: 512, growthFactor: 2 })
  const body = () => {
    writer.writeEnumeration(result.code)
    writer.writeString(result.matchedDn ?? '')
    writer.writeString(result.text ?? '')
    if (result.referral !== undefined) {
      writer.startSequence(0xa3)
      writer.writeString(result.referral)
      writer.endSequence()
    }
    if (extended.oid !== undefined) writer.writeString(extended.oid, 0x8a)
    if (extended.value !== undefined) writer.writeString(extended.value, 0x8b)
  }
  writeMessage(writer, id, tag, body, controls)
  return writer.buffer
}

export type ResponseEntry = { dn: string; attributes: Iterable<readonly [name: string, values: readonly Value[]]> }

/** The entries of an answer in pieces of limited size. `typesOnly` leaves the values out (RFC 4511 §4.5.1.6). */
export function* entryMessages(id: number, entries: Iterable<ResponseEntry>, typesOnly: boolean): Generator<Buffer> {
  let writer = newWriter()
  for (const entry of entries) {
    writeMessage(writer, id, 0x64, () => writeEntry(writer, entry, typesOnly))
    if (writer.buffer.length < pieceSize) continue
    yield writer.buffer
    writer = newWriter()
  }
  if (writer.buffer.length > 0) yield writer.buffer
}

function writeEntry(writer: BerWriter, { dn, attributes }: ResponseEntry, typesOnly: boolean): void {
  writer.writeString(dn)
  writer.startSequence()
  for (const [name, values] of attributes) {
    writer.startSequence()
    writer.writeString(name)
    writer.startSequence(Ber.Set | Ber.Constructor)
    if (!typesOnly)
      for (const value of values)
        if (typeof value === 'string') writer.writeString(value)
        else writer.writeBuffer(value, Ber.OctetString)
    writer.endSequence()
    writer.endSequence()
  }
  writer.endSequence()
}

/** A place to go on searching (RFC 4511 §4.5.3). */
export function referenceMessage(id: number, url: string): Buffer {
  const writer = new BerWriter({ size: 512, growthFactor: 2 })
  writeMessage(writer, id, 0x73, () => writer.writeString(url))
  return writer.buffer
}

/** The answer to DirSync (MS-ADTS 3.1.1.3.4.1.3): whether there is more, and the cookie to go on with. */
export function dirSyncValue({ more, cookie }: { more: boolean; cookie: Buffer }): Buffer {
  const writer = new BerWriter({ size: 128, growthFactor: 2 })
  writer.startSequence()
  writer.writeInt(more ? 1 : 0)
  writer.writeInt(0)
  writer.writeBuffer(cookie, Ber.OctetString)
  writer.endSequence()
  return writer.buffer
}

/** RFC 2696 §2; Active Directory never estimates the size. */
export function pagingValue(cookie: string): Buffer {
  const writer = new BerWriter({ size: 64, growthFactor: 2 })
  writer.startSequence()
  writer.writeInt(0)
  writer.writeBuffer(Buffer.from(cookie, 'hex'), Ber.OctetString)
  writer.endSequence()
  return writer.buffer
}
