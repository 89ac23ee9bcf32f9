import { createHash, randomUUID } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import { isPicture } from '@/lib/directory/binary-values'
import { parentDn } from '@/lib/directory/distinguished-name'
import { encodeObjects } from '@/lib/directory/object-block'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import type {
  DirectoryNode,
  DirectoryObject,
  DirectorySource,
  FoundPerson,
  ImportEvent,
  ImportRequest,
  NamedObject,
} from '@/lib/directory/source'

export const fakeBase = 'DC=example,DC=com'

/** The same name is always the same GUID, so that tests can speak of people by name. */
export function anchorOf(name: string): Anchor {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}` as Anchor
}

/** A directory in memory, with the two ways in which a real one surprises: incomplete scopes and failing look-ups. */
export class FakeDirectory {
  /** Of the people's addresses; a domain belongs to one organization only. */
  readonly domain = `${randomUUID()}.example.com`
  readonly objects = new Map<Anchor, DirectoryObject>()
  domainSid = 'S-1-5-21-1-2-3'
  /** What its schema knows, by names in lower case. */
  readonly schema = new Map(
    ['displayName', 'title', 'department', 'employeeType'].map(name => [
      name.toLowerCase(),
      { name, syntax: 'text' as const, constructed: false },
    ]),
  )
  /** The fault with which the next imports end, instead of their proof. */
  incomplete: ReadFault | null = null
  lookUpFault: ReadFault | null = null
  /** What the account may not see: an object alone, or with everything below it. */
  readonly hidden = new Map<Anchor, 'alone' | 'with-everything'>()
  /** Names of contacts, which no import delivers. */
  readonly contacts = new Set<string>()
  /** What is there by the time of a look-up, and was not when the import passed by. */
  readonly late = new Set<Anchor>()
  /** When its certificate ends; null = it shows none. */
  certificateEnds: string | null = null
  /** How many objects one event carries. */
  pageSize = 100
  /** Called before each page of an import. */
  onPage: (page: number) => void | Promise<void> = () => {}
  #usn = 1000

  constructor() {
    this.unit(fakeBase)
  }

  /** Adds a unit below an existing one, by DN. */
  unit(dn: string): Anchor {
    return this.#put(dn, 'unit', {})
  }

  /** Adds an enabled person with the attributes of the default mapping; `values` overrides or, with null, removes. */
  person(name: string, unit: string, values: Record<string, string | null> = {}): Anchor {
    const all: Record<string, string | null> = {
      displayName: name,
      mail: `${name.toLowerCase().replaceAll(' ', '.')}@${this.domain}`,
      userAccountControl: '512',
      ...values,
    }
    const present = Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [[key, [value]]]))
    return this.#put(`CN=${name},${unit}`, 'person', Object.fromEntries(present))
  }

  /** Adds a group with these members' DNs, or one whose members cannot be read. */
  list(
    name: string,
    unit: string,
    members: readonly string[] | ReadFault,
    values: Record<string, string> = {},
  ): Anchor {
    const more = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]]))
    const anchor = this.#put(`CN=${name},${unit}`, 'list', { cn: [name], ...more })
    this.setMembers(anchor, members)
    return anchor
  }

  setMembers(anchor: Anchor, members: readonly string[] | ReadFault): void {
    const { members: _, membersFault: __, ...object } = this.#get(anchor)
    const known = 'code' in members ? { membersFault: members } : { members: [...members] }
    this.objects.set(anchor, { ...object, ...known, usnChanged: String(++this.#usn) })
  }

  set(anchor: Anchor, values: Record<string, string>): void {
    const object = this.#get(anchor)
    const changed = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]]))
    this.objects.set(anchor, {
      ...object,
      attributes: { ...object.attributes, ...changed },
      usnChanged: String(++this.#usn),
    })
  }

  disable(anchor: Anchor): void {
    this.set(anchor, { userAccountControl: '514' })
  }

  enable(anchor: Anchor): void {
    this.set(anchor, { userAccountControl: '512' })
  }

  /** Deletes: the object is a tombstone from now on, or nowhere to be seen. */
  remove(anchor: Anchor, { tombstone }: { tombstone: boolean }): void {
    const object = this.#get(anchor)
    if (tombstone) this.objects.set(anchor, { ...object, deleted: true })
    else this.objects.delete(anchor)
  }

  move(anchor: Anchor, unit: string): void {
    const object = this.#get(anchor)
    const rdn = object.dn.slice(0, object.dn.length - (parentDn(object.dn)?.length ?? 0) - 1)
    this.objects.set(anchor, { ...object, dn: `${rdn},${unit}`, parent: anchorOf(unit) })
  }

  /** Gives an object another name of its own, and whatever lies below it the name that follows. */
  rename(anchor: Anchor, rdn: string): void {
    const { dn } = this.#get(anchor)
    this.#moveTo(dn, `${rdn},${parentDn(dn)}`)
  }

  #moveTo(from: string, to: string): void {
    for (const [anchor, object] of this.objects)
      if (object.dn === from || object.dn.endsWith(`,${from}`)) {
        const usnChanged = String(++this.#usn)
        this.objects.set(anchor, { ...object, dn: `${object.dn.slice(0, -from.length)}${to}`, usnChanged })
      }
    for (const [anchor, { members, ...object }] of this.objects)
      if (members?.includes(from))
        this.objects.set(anchor, { ...object, members: members.map(member => (member === from ? to : member)) })
  }

  source(): DirectorySource {
    return {
      probe: async () => ({ passed: true, steps: [], baseDn: fakeBase, namingContexts: [fakeBase] }),
      browse: async () => [],
      findUnits: async () => [],
      resolveUnits: async references => references.map(reference => this.#node(reference)),
      describeObjects: async references => references.map(reference => this.#named(reference)),
      describeAttributes: async names => names.map(name => this.schema.get(name.toLowerCase()) ?? null),
      import: request => this.#import(request),
      find: async text => this.#find(text.trim().toLowerCase()),
      identify: async dns => this.#identify(dns),
      lookUp: anchors => this.#lookUp(anchors),
    }
  }

  async *#import({ scopes, lists = false }: ImportRequest): AsyncGenerator<ImportEvent> {
    yield { type: 'identity', identity: this.#identity() }
    for (const [scope, { anchor }] of scopes.entries()) {
      const root = this.#get(anchor ?? anchorOf(fakeBase))
      const inside = [...this.objects.values()].filter(
        object =>
          !object.deleted &&
          (lists || object.kind !== 'list') &&
          !this.late.has(object.anchor) &&
          this.#sees(object) &&
          this.#within(object, root.anchor),
      )
      let pages = 0
      for (let from = 0; from < inside.length; from += this.pageSize) {
        await this.onPage(++pages)
        yield {
          type: 'objects',
          scope,
          block: encodeObjects(scope, inside.slice(from, from + this.pageSize).map(withoutPictures)),
        }
      }
      if (this.incomplete) yield { type: 'scope-incomplete', scope, fault: this.incomplete }
      else yield { type: 'scope-complete', scope, proof: proofOf(root, inside, { pages, lists }) }
    }
  }

  async *#lookUp(anchors: readonly Anchor[]) {
    if (this.lookUpFault) throw new ReadFailure(this.lookUpFault)
    yield anchors.map(anchor => {
      const object = this.objects.get(anchor)
      return { anchor, object: object && this.#sees(object) ? object : null }
    })
  }

  #identify(dns: readonly string[]) {
    if (this.lookUpFault) throw new ReadFailure(this.lookUpFault)
    const people = [...this.objects.values()].filter(object => object.kind === 'person' && this.#sees(object))
    return dns.map(dn => ({ dn, anchor: people.find(object => object.dn === dn)?.anchor ?? null }))
  }

  #find(text: string): FoundPerson[] {
    if (this.lookUpFault) throw new ReadFailure(this.lookUpFault)
    const people = [...this.objects.values()].filter(object => object.kind === 'person' && !object.deleted)
    const named = people.filter(
      ({ anchor, attributes }) =>
        anchor === text || Object.values(attributes).some(list => list.some(value => value.toLowerCase() === text)),
    )
    return named.filter(object => this.#sees(object)).map(object => ({ object, above: this.#above(object) }))
  }

  #above({ parent }: DirectoryObject): FoundPerson['above'] {
    const unit = parent === null ? undefined : this.objects.get(parent)
    if (!unit) return []
    const isBase = unit.dn === fakeBase
    return [{ anchor: unit.anchor, dn: unit.dn, isBase }, ...(isBase ? [] : this.#above(unit))]
  }

  #sees(object: DirectoryObject): boolean {
    if (this.hidden.has(object.anchor)) return false
    for (let at = object.parent; at !== null; at = this.objects.get(at)?.parent ?? null)
      if (this.hidden.get(at) === 'with-everything') return false
    return true
  }

  #within(object: DirectoryObject, root: Anchor): boolean {
    for (let at: DirectoryObject | undefined = object; at; at = at.parent ? this.objects.get(at.parent) : undefined)
      if (at.anchor === root) return true
    return false
  }

  #named(reference: string): NamedObject | null {
    if (this.contacts.has(reference)) return { anchor: anchorOf(reference), dn: reference, kind: 'other' }
    const object = [...this.objects.values()].find(({ anchor, dn }) => anchor === reference || dn === reference)
    const { anchor, dn, kind } = object ?? {}
    return object && anchor && dn && kind && this.#sees(object) && !object.deleted ? { anchor, dn, kind } : null
  }

  #node(reference: string): DirectoryNode | null {
    const units = [...this.objects.values()].filter(({ kind }) => kind === 'unit')
    const unit = units.find(({ anchor, dn }) => anchor === reference || dn === reference)
    if (!unit || !this.#sees(unit)) return null
    const counts = { hasChildren: false, people: 0, peopleBelow: 0, partial: false }
    return { anchor: unit.anchor, dn: unit.dn, name: unit.dn, kind: 'organizational-unit', ...counts }
  }

  #identity() {
    const { domainSid } = this
    const highestCommittedUsn = String(this.#usn)
    return {
      domainSid,
      defaultNamingContext: fakeBase,
      dnsHostName: 'dc1',
      highestCommittedUsn,
      server: '127.0.0.1:636',
      ...(this.certificateEnds === null ? {} : { certificateEnds: this.certificateEnds }),
    }
  }

  #get(anchor: Anchor): DirectoryObject {
    const object = this.objects.get(anchor)
    if (!object) throw new Error(`The fake directory has no ${anchor}`)
    return object
  }

  #put(dn: string, kind: DirectoryObject['kind'], attributes: Record<string, string[]>): Anchor {
    const anchor = anchorOf(dn)
    const above = parentDn(dn)
    const parent = dn === fakeBase || above === null ? null : anchorOf(above)
    const usnChanged = String(++this.#usn)
    this.objects.set(anchor, { anchor, kind, dn, parent, usnChanged, deleted: false, attributes, cleaned: [] })
    return anchor
  }
}

/** No import asks for pictures. */
const withoutPictures = (object: DirectoryObject): DirectoryObject => ({
  ...object,
  attributes: Object.fromEntries(Object.entries(object.attributes).filter(([name]) => !isPicture(name))),
})

const proofOf = (
  root: DirectoryObject,
  inside: readonly DirectoryObject[],
  { pages, lists }: { pages: number; lists: boolean },
) => ({
  scope: { anchor: root.anchor, dn: root.dn },
  root: root.anchor,
  rootDn: root.dn,
  pages,
  objects: inside.length,
  people: inside.filter(object => object.kind === 'person').length,
  ...(lists ? { lists: inside.filter(object => object.kind === 'list').length } : {}),
  changedWhileReading: 0,
  rounds: 1,
})
