import { Ber, type BerReader, BerWriter, Control } from 'ldapts'
import type { WatchedClient } from './paged-search'

/** DirSync's control as a client of its own sees it (MS-ADTS 3.1.1.3.4.1.3). */
class DirSyncControl extends Control {
  more = false
  answer: Buffer | null = null

  constructor(
    private readonly flags: number,
    private readonly cookie: Buffer,
  ) {
    super('1.2.840.113556.1.4.841', { critical: true })
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter()
    value.startSequence()
    value.writeInt(this.flags)
    value.writeInt(0x7fff_ffff)
    value.writeBuffer(this.cookie, Ber.OctetString)
    value.endSequence()
    writer.writeBuffer(value.buffer, Ber.OctetString)
  }

  protected override parseControl(reader: BerReader): void {
    reader.readSequence()
    this.more = reader.readInt() !== 0
    reader.readInt()
    this.answer = Buffer.from(reader.readString(Ber.OctetString, true) ?? [])
  }
}

export const objectSecurity = 1
const none = Buffer.alloc(0)

export type DirSyncSearch = {
  base: string
  filter: string
  attributes: string[]
  flags?: number
  cookie?: Buffer
}

/** All answers until there is no more. */
export async function dirSync(client: WatchedClient, search: DirSyncSearch) {
  const { base, filter, attributes, flags = objectSecurity } = search
  const entries = []
  let { cookie = none } = search
  for (let answers = 1; ; answers++) {
    const control = new DirSyncControl(flags, cookie)
    const options = { filter, attributes, explicitBufferAttributes: ['objectGUID'], timeLimit: 0 }
    entries.push(...(await client.search(base, options, [control])).searchEntries)
    if (control.answer === null) throw new Error('The server ignored DirSync')
    cookie = control.answer
    if (!control.more) return { entries, cookie, answers }
  }
}
