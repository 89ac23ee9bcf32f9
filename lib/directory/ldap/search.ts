import { type Control, type Filter, PagedResultsControl, SearchRequest } from 'ldapts'
import { fail, resultFailure } from './faults'
import type { SearchDone } from './message'
import { type Entry, entryIn } from './message'
import type { Session } from './session'
import type { AnswerStream } from './tap'

/** What is asked for; the same for every page. */
export type Listing = {
  base: string
  scope: 'one' | 'sub'
  filter: Filter
  attributes: readonly string[]
  controls?: readonly Control[]
  /** Decides about addresses of other servers in the answer. @throws ReadFailure when one matters */
  onReference: (url: string) => void
}

/**
 * Reads a listing page by page over one connection, asking for the next page while the last one is being used.
 * It ends only at an empty cookie; whatever else could be taken for an end is a fault: a page without the paging control,
 * any result code but success, a connection that is no longer signed in. An empty page with a cookie goes on.
 * @throws ReadFailure
 */
export async function* readPages(session: Session, listing: Listing): AsyncGenerator<Entry[]> {
  let entries: Entry[] = []
  for await (const { messages, endsPage } of readPieces(session, listing)) {
    for (const message of messages) entries.push(session.tap.read(() => entryIn(message)))
    if (!endsPage) continue
    yield entries
    entries = []
  }
}

/** Messages of entries as they come, each whole; a page ends with a piece of its own or with its last entries. */
export type ListingPiece = { messages: readonly Buffer[]; endsPage: boolean }

/** As `readPages`, without waiting for a page's end and without making anything of the entries. @throws ReadFailure */
export async function* readPieces(session: Session, listing: Listing): AsyncGenerator<ListingPiece> {
  let answer = askPage(session, listing, Buffer.alloc(0))
  try {
    for (;;) {
      const { entries: messages, references, done } = await answer.take()
      for (const url of references) listing.onReference(url)
      const cookie = done && checkPage(session, done)
      if (cookie && cookie.length > 0) answer = askPage(session, listing, cookie)
      yield { messages, endsPage: cookie !== null }
      if (cookie?.length === 0) break
    }
  } finally {
    // Whoever stops early must not hold up what is asked next on this connection.
    answer.drop()
  }
  session.mustBeSignedIn()
}

function checkPage(session: Session, done: SearchDone): Buffer {
  if (done.code !== 0) throw resultFailure(done)
  if (done.cookie === null) throw fail('paging-control-missing')
  session.mustBeSignedIn()
  return done.cookie
}

function askPage(session: Session, listing: Listing, cookie: Buffer): AnswerStream {
  const paging = new PagedResultsControl({ critical: true, value: { size: session.limits.pageSize, cookie } })
  return session.tap.stream(
    messageId =>
      new SearchRequest({
        messageId,
        baseDN: listing.base,
        scope: listing.scope,
        filter: listing.filter,
        attributes: [...listing.attributes],
        // 0 leaves the time to the server; ldapts would send ten seconds.
        timeLimit: 0,
        controls: [paging, ...(listing.controls ?? [])],
      }),
  )
}

/** What a read of one entry by its name came to. */
export type BaseAnswer = { kind: 'found'; entry: Entry } | { kind: 'absent' } | { kind: 'hidden' }

/**
 * Reads one entry. `absent`: the server says there is none. `hidden`: it answers success without the entry, or refuses, as
 * Active Directory does where the account has no right to see it. @throws ReadFailure
 */
export async function readBase(
  session: Session,
  dn: string,
  request: { filter: Filter; attributes: readonly string[]; controls?: readonly Control[] },
): Promise<BaseAnswer> {
  session.mustBeSignedIn()
  const answer = await session.tap.search(
    messageId =>
      new SearchRequest({
        messageId,
        baseDN: dn,
        scope: 'base',
        filter: request.filter,
        attributes: [...request.attributes],
        timeLimit: 0,
        controls: [...(request.controls ?? [])],
      }),
  )
  if (answer.code === noSuchObject || answer.code === invalidDnSyntax) return { kind: 'absent' }
  if (answer.code === insufficientAccess) return { kind: 'hidden' }
  if (answer.code !== 0) throw resultFailure(answer)
  const [entry] = answer.entries
  // Samba names an entry to everyone and keeps its attributes to those who may read it.
  const isBare = request.attributes.includes('objectGUID') && !entry?.bytes.has('objectguid')
  return entry && !isBare ? { kind: 'found', entry } : { kind: 'hidden' }
}

const noSuchObject = 32
const invalidDnSyntax = 34
const insufficientAccess = 50
