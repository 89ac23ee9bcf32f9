import { Ber, BerWriter, Control, EqualityFilter, type Filter, SearchRequest } from 'ldapts'
import { shortText } from '../values'
import { BerCursor, berTags } from './ber-cursor'
import { Doubt } from './doubt'
import { fail } from './faults'
import type { Entry } from './message'
import { judgeReference, type Partitions } from './references'
import type { Session } from './session'

/** LDAP_DIRSYNC_OBJECT_SECURITY: without the right to everything, what the account may read. */
const objectSecurity = 0x1
/** How many bytes one answer may hold; the server stops earlier where it likes. */
const mostBytes = 8 * 1024 * 1024
/** A server that always has more to say and never says it is given up. */
const mostAnswers = 100_000

/** LDAP_SERVER_DIRSYNC_OID (MS-ADTS 3.1.1.3.4.1.3). */
class DirSyncControl extends Control {
  constructor(private readonly value: { flags: number; cookie: Buffer }) {
    super('1.2.840.113556.1.4.841', { critical: true })
  }

  protected override writeControl(writer: BerWriter): void {
    const inner = new BerWriter()
    inner.startSequence()
    inner.writeInt(this.value.flags)
    inner.writeInt(mostBytes)
    inner.writeBuffer(this.value.cookie, Ber.OctetString)
    inner.endSequence()
    writer.writeBuffer(inner.buffer, Ber.OctetString)
  }
}

export type DirSyncRequest = {
  /** The naming context's root: the control knows no other base. */
  namingContext: string
  partitions: Partitions
  filter: Filter
  attributes: readonly string[]
  cookie: Buffer
  objectSecurity: boolean
}

/**
 * The changes since a cookie, answer by answer until the server has no more; returns the cookie to go on from.
 * @throws Doubt `full-cookie-refused` for whatever the server says against it; ReadFailure when the connection ended
 */
export async function* readDirSync(session: Session, request: DirSyncRequest): AsyncGenerator<Entry[], Buffer> {
  let { cookie } = request
  for (let answers = 0; answers < mostAnswers; answers++) {
    const answer = await ask(session, request, cookie)
    if (answer.entries.length > 0) yield answer.entries
    cookie = answer.cookie
    if (!answer.more) return cookie
  }
  throw new Doubt({ code: 'full-cookie-refused', args: { reason: 'MoreResults' } })
}

async function ask(
  session: Session,
  request: DirSyncRequest,
  cookie: Buffer,
): Promise<{ entries: Entry[]; more: boolean; cookie: Buffer }> {
  session.mustBeSignedIn()
  const control = new DirSyncControl({ flags: request.objectSecurity ? objectSecurity : 0, cookie })
  const answer = await session.tap.search(
    messageId =>
      new SearchRequest({
        messageId,
        baseDN: request.namingContext,
        scope: 'sub',
        filter: request.filter,
        attributes: [...request.attributes],
        timeLimit: 0,
        controls: [control],
      }),
  )
  if (answer.code !== 0) throw refused(`${answer.code} ${shortText(answer.text)}`.trim())
  for (const url of answer.references) judgeReference(url, request.namingContext, request.partitions)
  if (answer.dirSync === null) throw refused('–')
  return { entries: answer.entries, ...readAnswer(answer.dirSync) }
}

const refused = (reason: string) => new Doubt({ code: 'full-cookie-refused', args: { reason } })

/** DirSyncResponseValue ::= SEQUENCE { MoreResults INTEGER, unused INTEGER, CookieServer OCTET STRING } */
function readAnswer(value: Buffer): { more: boolean; cookie: Buffer } {
  try {
    const cursor = new BerCursor(value)
    const end = cursor.open(berTags.sequence, value.length)
    const more = cursor.integer(berTags.integer, end) !== 0
    cursor.skip(end)
    return { more, cookie: Buffer.from(cursor.octets(berTags.octets, end)) }
  } catch (error) {
    throw fail('page-malformed', {}, error)
  }
}

/** Nothing has this identity: only the cookie is wanted. */
const nothing = new EqualityFilter({ attribute: 'objectGUID', value: Buffer.alloc(16) })

/**
 * A cookie for the present, or null when this account may not use DirSync here. With the right to everything first, which
 * costs the server less.
 */
export async function beginDirSync(
  session: Session,
  place: Pick<DirSyncRequest, 'namingContext' | 'partitions'>,
): Promise<{ cookie: Buffer; objectSecurity: boolean } | null> {
  for (const objectSecurity of [false, true])
    try {
      const reading = readDirSync(session, {
        ...place,
        ...{ filter: nothing, attributes: ['objectGUID'], cookie: Buffer.alloc(0), objectSecurity },
      })
      for (let step = await reading.next(); ; step = await reading.next())
        if (step.done) return { cookie: step.value, objectSecurity }
    } catch (error) {
      if (!(error instanceof Doubt)) throw error
    }
  return null
}
