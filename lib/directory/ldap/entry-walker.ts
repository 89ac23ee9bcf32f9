import { identityAttributes } from '../person-attributes'
import type { DirectoryObject } from '../source'
import { berTags } from './ber-cursor'
import { kindOfClasses } from './entry-values'

type Kind = DirectoryObject['kind']
/** An attribute of the answer by the spelling the server uses, and what becomes of it. */
type Known = { name: Uint8Array; slot: number; next: Known | null }

const slots = { objectGUID: 0, objectClass: 1, uSNChanged: 2, parentGUID: 3, isDeleted: 4 } satisfies Record<
  (typeof identityAttributes)[number],
  number
>
const ignored = -1

/**
 * Finds where the values of an entry stand in its message, without making anything of them. It takes only what is plainly
 * an entry of a person or a unit that is not deleted; whatever is unusual is left to `readMessage` and `toObject`, which
 * either understand it or say what is wrong.
 */
export class EntryWalker {
  /** The message walked last, and what was found in it. */
  bytes: Buffer = Buffer.alloc(0)
  dnStart = 0
  dnEnd = 0
  kind: Kind = 'person'
  /** uSNChanged in two halves of 32 bits. */
  usnHigh = 0
  usnLow = 0
  /** Where the values of an attribute begin and end; equal when there are none. The wanted ones follow the identity's. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  private readonly slotOf = new Map<string, number>()
  private readonly known = new Map<string, Known>()
  private first: Known | null = null
  private at = 0
  private readonly classes = new ClassMemory()

  constructor(wanted: readonly string[]) {
    for (const [name, slot] of Object.entries(slots)) this.slotOf.set(name.toLowerCase(), slot)
    const offset = identityAttributes.length
    for (const [index, name] of wanted.entries()) {
      const key = name.toLowerCase()
      if (!this.slotOf.has(key)) this.slotOf.set(key, offset + index)
    }
    this.starts = new Int32Array(offset + wanted.length)
    this.ends = new Int32Array(offset + wanted.length)
  }

  /** The slot of an attribute's values, or -1. */
  slot(name: string): number {
    return this.slotOf.get(name.toLowerCase()) ?? ignored
  }

  /** @returns false for what is not plainly a person or unit as a listing names it; then nothing found counts */
  walkObject(message: Buffer): boolean {
    return this.walk(message) && this.isGuid(slots.objectGUID) && this.readUsn() && this.isObject()
  }

  /** For entries of which only the identity and uSNChanged count. */
  walkIdentity(message: Buffer): boolean {
    return this.walk(message) && this.isGuid(slots.objectGUID) && this.readUsn()
  }

  /** Finds the places of everything. */
  private walk(message: Buffer): boolean {
    this.bytes = message
    this.at = 0
    this.starts.fill(0)
    this.ends.fill(0)
    const end = this.open(berTags.sequence, message.length)
    const idEnd = this.open(berTags.integer, end)
    if (end !== message.length || idEnd < 0) return false
    this.at = idEnd
    const entryEnd = this.open(searchResultEntry, end)
    // An entry with controls says something about itself that nobody asked for.
    if (entryEnd !== end) return false
    const dnEnd = this.open(berTags.octets, end)
    if (dnEnd < 0) return false
    this.dnStart = this.at
    this.dnEnd = dnEnd
    this.at = dnEnd
    return this.open(berTags.sequence, end) === end && this.walkAttributes(end)
  }

  private walkAttributes(end: number): boolean {
    let previous: Known | null = null
    while (this.at < end) {
      const attributeEnd = this.open(berTags.sequence, end)
      const nameEnd = attributeEnd < 0 ? -1 : this.open(berTags.octets, attributeEnd)
      if (nameEnd < 0) return false
      const guess: Known | null = previous === null ? this.first : previous.next
      const known: Known | null = guess && this.isNamed(guess, nameEnd) ? guess : this.lookUp(nameEnd, previous)
      if (known === null) return false
      this.at = nameEnd
      if (this.open(berTags.set, attributeEnd) !== attributeEnd) return false
      if (known.slot !== ignored) {
        this.starts[known.slot] = this.at
        this.ends[known.slot] = attributeEnd
      }
      if (!this.walkValues(attributeEnd)) return false
      previous = known
    }
    return true
  }

  private walkValues(end: number): boolean {
    while (this.at < end) {
      const valueEnd = this.open(berTags.octets, end)
      if (valueEnd < 0) return false
      this.at = valueEnd
    }
    return true
  }

  private isNamed({ name }: Known, end: number): boolean {
    const { bytes, at } = this
    if (end - at !== name.length) return false
    for (let index = 0; index < name.length; index++) if (bytes[at + index] !== name[index]) return false
    return true
  }

  /** A directory answers with the same few names in the same order all the time, so it is remembered what follows what. */
  private lookUp(end: number, previous: Known | null): Known | null {
    const text = this.bytes.toString('latin1', this.at, end)
    const known = this.known.get(text) ?? this.learn(text)
    if (previous === null) this.first = known
    else if (known) previous.next = known
    return known
  }

  private learn(text: string): Known | null {
    // Options after the name, such as a range, change what the values mean.
    if (!/^[\x21-\x7e]+$/.test(text) || text.includes(';') || this.known.size > 1_000) return null
    const known = {
      name: Buffer.from(text, 'latin1'),
      slot: this.slotOf.get(text.toLowerCase()) ?? ignored,
      next: null,
    }
    this.known.set(text, known)
    return known
  }

  /** Whether it is a person or a unit, stands somewhere, and is not deleted. */
  private isObject(): boolean {
    const { bytes, starts, ends } = this
    if (!this.isGuid(slots.parentGUID) || ends[slots.isDeleted] !== 0) return false
    const kind = this.classes.kindOf(bytes, starts[slots.objectClass] as number, ends[slots.objectClass] as number)
    if (kind !== 'person' && kind !== 'unit') return false
    this.kind = kind
    return true
  }

  /** One value of 16 bytes. */
  private isGuid(slot: number): boolean {
    const start = this.starts[slot] as number
    return this.ends[slot] === start + 18 && start > 0 && this.bytes[start + 1] === 16
  }

  /** One value of digits, no more than a double holds exactly. */
  private readUsn(): boolean {
    const start = this.starts[slots.uSNChanged] as number
    const end = this.ends[slots.uSNChanged] as number
    const digits = end - start - 2
    if (digits < 1 || digits > 15 || this.bytes[start + 1] !== digits) return false
    let usn = 0
    for (let at = start + 2; at < end; at++) {
      const digit = (this.bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return false
      usn = usn * 10 + digit
    }
    this.usnHigh = Math.floor(usn / 0x1_0000_0000)
    this.usnLow = usn >>> 0
    return true
  }

  /** Where the 16 bytes of an identity stand. */
  get guidAt(): number {
    return (this.starts[slots.objectGUID] as number) + 2
  }

  /** Whether the parent is one value of 16 bytes. */
  get hasParent(): boolean {
    return this.isGuid(slots.parentGUID)
  }

  get parentAt(): number {
    return (this.starts[slots.parentGUID] as number) + 2
  }

  /** Steps into an element. @returns where it ends, or -1 when it is not this element or does not fit */
  private open(tag: number, limit: number): number {
    const { bytes } = this
    let { at } = this
    if (at + 2 > limit || bytes[at] !== tag) return -1
    let length = bytes[at + 1] as number
    at += 2
    if (length > 0x7f) {
      const count = length & 0x7f
      if (count < 1 || count > 4 || at + count > limit) return -1
      length = 0
      for (let index = 0; index < count; index++) length = length * 256 + (bytes[at++] as number)
    }
    if (at + length > limit) return -1
    this.at = at
    return at + length
  }
}

const searchResultEntry = 0x64

/** The classes of most entries are the same bytes again and again. */
class ClassMemory {
  private readonly remembered: { bytes: Buffer; kind: Kind }[] = []

  kindOf(bytes: Buffer, start: number, end: number): Kind | null {
    for (const memory of this.remembered) if (isSame(memory.bytes, bytes, start, end)) return memory.kind
    const kind = kindOfClasses(classesIn(bytes, start, end))
    if (kind !== null && this.remembered.length < 16)
      this.remembered.push({ bytes: Buffer.from(bytes.subarray(start, end)), kind })
    return kind
  }
}

function isSame(memory: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (memory.length !== end - start) return false
  for (let index = 0; index < memory.length; index++) if (memory[index] !== bytes[start + index]) return false
  return true
}

function classesIn(bytes: Buffer, start: number, end: number): string[] {
  const names: string[] = []
  // The values were walked before: each is shorter than 128 bytes or no class that anybody knows.
  for (let at = start; at < end; at += 2 + (bytes[at + 1] as number)) {
    if ((bytes[at + 1] as number) > 0x7f) return []
    names.push(bytes.toString('utf8', at + 2, at + 2 + (bytes[at + 1] as number)))
  }
  return names
}
