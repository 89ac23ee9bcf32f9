import { entryMessage, message } from '../messages'
import { always, anywhere, type Fault, listings, type Meeting } from './fault'

const firstEntry = ({ answer, page }: Meeting) => {
  const [object] = page.objects
  if (object) answer.entry(object)
}

const between = (name: string, bytes: (meeting: Meeting) => Buffer): Fault =>
  always(name, listings, 'incomplete', meeting => {
    firstEntry(meeting)
    meeting.answer.raw(bytes(meeting))
    for (const object of meeting.page.objects.slice(1)) meeting.answer.entry(object)
    meeting.answer.done({ cookie: meeting.page.cookie })
  })

/** The connection is reset after the first entry. */
export const cutBetweenEntries = (): Fault =>
  always('connection cut between entries', anywhere, 'incomplete', meeting => {
    firstEntry(meeting)
    meeting.answer.cut()
  })

/** The connection ends in good order in the middle of a message. */
export const endInsideMessage = (): Fault =>
  always('connection ended inside a message', anywhere, 'incomplete', ({ search, answer, script }) => {
    const [object] = script.world
    const whole = entryMessage(search.id, object?.dn ?? '', { objectGUID: [object?.guid ?? ''] })
    answer.raw(whole.subarray(0, whole.length - 3))
    answer.socket.end()
  })

/** The server restarts between the two listings: the connection ends, nothing was half said. */
export const restartBetweenListings = (): Fault =>
  always('server restarted between the listings', ['second-listing'], 'incomplete', ({ answer }) => answer.socket.end())

/** The server goes on listening and never answers. */
export const stall = (): Fault =>
  always('server that stops answering', anywhere, 'incomplete', meeting => firstEntry(meeting))

/** The notice of disconnection (RFC 4511 §4.4.1); the server even keeps the connection open. */
export const noticeOfDisconnection = (): Fault =>
  always('notice of disconnection', anywhere, 'incomplete', meeting => {
    firstEntry(meeting)
    meeting.answer.raw(
      message(0, 0x78, writer => {
        writer.writeEnumeration(52)
        writer.writeString('')
        writer.writeString('going down')
        writer.writeString('1.3.6.1.4.1.1466.20036', 0x8a)
      }),
    )
  })

/** A message of nobody, number 0, in an operation that does not exist: a parser that drops its chunk loses the neighbors. */
export const numberZeroBetweenEntries = (): Fault =>
  between('message number 0 between entries', () => message(0, 0x7f, writer => writer.writeInt(1)))

/** An answer to a search that nobody asked. */
export const foreignNumberBetweenEntries = (): Fault =>
  between('answer to another question', ({ script }) =>
    entryMessage(77, script.world[0]?.dn ?? '', { objectGUID: [script.world[0]?.guid ?? ''] }),
  )

/** Bytes that are no LDAP message. */
export const garbageBetweenEntries = (): Fault =>
  between('bytes that are no message', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))

/** A value that claims to be longer than its entry. */
export const valueBeyondEntry = (): Fault =>
  between('value longer than its entry', ({ search }) => {
    const honest = entryMessage(search.id, 'CN=x', { displayName: ['value'] })
    honest.writeUInt8(0x7f, honest.length - 6)
    return honest
  })

/** A message that announces two gigabytes. */
export const hugeMessage = (): Fault =>
  between('message that announces gigabytes', () => Buffer.from('30847fffffff', 'hex'))

/** The end of the search, said twice: whatever comes next is not the answer to what was asked. */
export const endTwice = (): Fault =>
  always('end said twice', listings, 'either', ({ answer, page }) => {
    for (const object of page.objects) answer.entry(object)
    answer.done({ cookie: page.cookie })
    answer.done({ cookie: '' })
  })
