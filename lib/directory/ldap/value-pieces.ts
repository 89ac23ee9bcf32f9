import { type Anchor, anchorFromBytes } from '../anchor'
import { shortText } from '../values'
import { guidOf, usnOf } from './entry-values'
import { anchorBase, anyObject } from './filters'
import type { Entry } from './message'
import { readBase } from './search'
import type { Session } from './session'

const mostRounds = 3

/**
 * All values of one attribute as the server wrote them, or why they are not known: the answers contradicted each other
 * (`incomplete`), the object changed in each of three rounds (`changing`), or there were more than are taken (`too-many`).
 */
export type AllValues = { values: string[] } | { unknown: 'incomplete' | 'changing' | 'too-many' }

/** One answer's share of an attribute: its values from `low` on; `last` when there are no more. */
type Piece = { low: number; values: readonly string[]; last: boolean }

/** The description under which `count` values from `low` on are asked for (MS-ADTS 3.1.1.3.1.3.3). */
export const pieceFrom = (attribute: string, low: number, count: number): string =>
  `${attribute};range=${low}-${low + count - 1}`

/** Attributes, in lower case, of which an entry holds only a piece: what it gives is not what the object holds. */
export function attributesInPieces(entry: Entry): string[] {
  const names: string[] = []
  for (const description of entry.texts.keys()) {
    const at = description.indexOf(';range=')
    if (at > 0) names.push(description.slice(0, at))
  }
  return names
}

/**
 * Reads all values of an attribute, of which the entry holds the first piece. The pieces must follow each other without gap
 * and without a value twice, and in the end the last value must still be in the last place. An object that changed meanwhile
 * is read again, three times at most; pieces that contradict each other although nothing changed are not believed.
 * @throws ReadFailure when the server refuses a piece or the connection is over
 */
export async function readAllValues(session: Session, entry: Entry, attribute: string): Promise<AllValues> {
  const asked: Asked = { session, anchor: anchorFromBytes(guidOf(entry)), attribute: attribute.toLowerCase() }
  let read = await readRound(asked, entry)
  for (let round = 2; round <= mostRounds && 'unknown' in read && read.unknown === 'changing'; round++) {
    const first = await readPiece(asked, 0)
    read = first ? await readRound(asked, first) : { unknown: 'incomplete' }
  }
  return read
}

type Asked = { session: Session; anchor: Anchor; attribute: string }

async function readRound(asked: Asked, first: Entry): Promise<AllValues> {
  const values = new Set<string>()
  const usn = usnOf(first)
  for (let entry: Entry | null = first; ; ) {
    const piece: Piece | null = entry && pieceOf(entry, asked.attribute)
    if (piece === null || !follows(piece, values)) return { unknown: 'incomplete' }
    if (values.size > asked.session.limits.values) return { unknown: 'too-many' }
    if (piece.last) return entry === first ? { values: [...values] } : countAgain(asked, [...values], usn)
    entry = await readPiece(asked, values.size)
    if (entry && usnOf(entry) !== usn) return { unknown: 'changing' }
  }
}

/** Takes the piece's values, if they are the next ones and none was there before. */
function follows({ low, values, last }: Piece, taken: Set<string>): boolean {
  if (low !== taken.size || (values.length === 0 && !last)) return false
  for (const value of values) taken.add(value)
  return taken.size === low + values.length
}

/** As long as the object has this many values, the last of them is in the last place, and none comes after it. */
async function countAgain(asked: Asked, values: string[], usn: bigint): Promise<AllValues> {
  const entry = await readPiece(asked, values.length - 1)
  const piece = entry && pieceOf(entry, asked.attribute)
  const [value, second] = piece?.values ?? []
  const isSame = entry && usnOf(entry) === usn && piece?.last && second === undefined && value === values.at(-1)
  return isSame ? { values } : { unknown: 'changing' }
}

/** @returns null when the object is not there any more, or is hidden */
async function readPiece({ session, anchor, attribute }: Asked, low: number): Promise<Entry | null> {
  const answer = await readBase(session, anchorBase(anchor), {
    filter: anyObject,
    attributes: ['objectGUID', 'uSNChanged', pieceFrom(attribute, low, session.limits.valueRange)],
  })
  return answer.kind === 'found' ? answer.entry : null
}

/**
 * The piece of an attribute in an entry; null when the answer contradicts itself. Without any value there is none. A server
 * that gives a piece may name the whole attribute beside it, without values.
 */
function pieceOf(entry: Entry, attribute: string): Piece | null {
  const pieces: Piece[] = []
  for (const [description, values] of entry.texts) {
    if (values.length === 0) continue
    if (description === attribute) pieces.push({ low: 0, values, last: true })
    else if (description.startsWith(`${attribute};range=`)) {
      const [low = '', high = ''] = description.slice(attribute.length + ';range='.length).split('-')
      const isWhole = /^\d{1,9}$/.test(low) && (high === '*' || Number(high) === Number(low) + values.length - 1)
      if (!isWhole) return null
      pieces.push({ low: Number(low), values, last: high === '*' })
    }
  }
  return pieces.length > 1 ? null : (pieces[0] ?? { low: 0, values: [], last: true })
}

/** For the sentences about what could not be read. */
export const nameOf = (entry: Entry): string => shortText(entry.dn) || '?'
