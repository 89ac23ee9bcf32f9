import { entryMessage } from '../messages'
import { attributesOf, type WorldObject } from '../world'
import type { Fault, Meeting } from './fault'

/** Where the piece of `member` begins that is asked for (MS-ADTS 3.1.1.3.1.3.3). */
const lowOf = ({ search }: Meeting): number =>
  Number(/;range=(\d+)-/.exec(search.attributes.find(name => name.startsWith('member;')) ?? '')?.[1])

/** Spoils a piece of a list's members: the values from `low` on, as a server of another truth gives them. */
const spoiledPiece = (name: string, spoil: (members: string[], low: number) => Record<string, string[]>): Fault => ({
  ...{ name, at: ['piece'], comesTo: 'either' },
  meet(meeting) {
    const { search, answer, script } = meeting
    const low = lowOf(meeting)
    const list = script.world.find(object => search.base === `<GUID=${object.anchor}>`)
    if (low === 0 || !list) return false
    const own = attributesOf(list, ['objectGUID', 'uSNChanged'])
    answer.raw(entryMessage(search.id, list.dn, { ...own, ...spoil(membersOf(list), low) }))
    answer.done({})
    return true
  },
})

const membersOf = ({ attributes: { member = [] } }: WorldObject): string[] => [member].flat().map(String)

/** A piece that begins one value too late. */
export const gapBeforePiece = (): Fault =>
  spoiledPiece('gap in the pieces of a list', (members, low) => ({
    [`member;range=${low + 1}-*`]: members.slice(low + 1),
  }))

/** A piece that begins with a value that was there before. */
export const pieceAgain = (): Fault =>
  spoiledPiece('piece of a list given again', (members, low) => ({
    [`member;range=${low}-*`]: members.slice(low - 1),
  }))

/** The mark of the last piece, although there are more values. */
export const lastPieceTooEarly = (): Fault =>
  spoiledPiece('end of a list before its end', (members, low) => ({
    [`member;range=${low}-*`]: members.slice(low, -1),
  }))

/** No values at all where there were some. */
export const emptyPiece = (): Fault => spoiledPiece('empty piece of a list', () => ({}))
