import { Ber, BerWriter } from 'ldapts'

export type Attributes = Record<string, readonly (string | Buffer)[]>

const pagedResults = '1.2.840.113556.1.4.319'

/** One LDAPMessage (RFC 4511 §4.1.1) with whatever its body writes. */
export function message(
  id: number,
  operation: number,
  body: (writer: BerWriter) => void,
  cookie?: string | null,
): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(operation)
  body(writer)
  writer.endSequence()
  if (typeof cookie === 'string') writeCookie(writer, cookie)
  writer.endSequence()
  return Buffer.from(writer.buffer)
}

export function entryMessage(id: number, dn: string, attributes: Attributes): Buffer {
  return message(id, 0x64, writer => {
    writer.writeString(dn)
    writer.startSequence()
    for (const [name, values] of Object.entries(attributes)) {
      writer.startSequence()
      writer.writeString(name)
      writer.startSequence(0x31)
      for (const value of values) writer.writeBuffer(Buffer.from(value), Ber.OctetString)
      writer.endSequence()
      writer.endSequence()
    }
    writer.endSequence()
  })
}

export type Result = {
  code?: number
  text?: string
  referral?: string
  /** The paging control's cookie; null or absent = without the control. */
  cookie?: string | null
}

export function resultMessage(
  id: number,
  operation: number,
  { code = 0, text = '', referral, cookie }: Result,
): Buffer {
  const body = (writer: BerWriter) => {
    writer.writeEnumeration(code)
    writer.writeString('')
    writer.writeString(text)
    if (referral === undefined) return
    writer.startSequence(0xa3)
    writer.writeString(referral)
    writer.endSequence()
  }
  return message(id, operation, body, cookie)
}

export const doneMessage = (id: number, result: Result): Buffer => resultMessage(id, 0x65, result)

export const referenceMessage = (id: number, url: string): Buffer =>
  message(id, 0x73, writer => writer.writeString(url))

/** The answer to WhoAmI (RFC 4532); null = the server does not know the operation. */
export function whoAmIMessage(id: number, identity: string | null): Buffer {
  if (identity === null) return resultMessage(id, 0x78, { code: 2, text: 'unknown operation' })
  return message(id, 0x78, writer => {
    writer.writeEnumeration(0)
    writer.writeString('')
    writer.writeString('')
    writer.writeString(identity, 0x8b)
  })
}

function writeCookie(writer: BerWriter, cookie: string): void {
  const value = new BerWriter()
  value.startSequence()
  value.writeInt(0)
  value.writeString(cookie)
  value.endSequence()
  writer.startSequence(0xa0)
  writer.startSequence()
  writer.writeString(pagedResults)
  writer.writeBuffer(Buffer.from(value.buffer), Ber.OctetString)
  writer.endSequence()
  writer.endSequence()
}
