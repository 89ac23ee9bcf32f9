import type { Anchor } from '@/lib/directory/anchor'
import type { Company, CompanyEntry } from './company/entry'
import { dnKey, parseDn, type Rdn, rdnKey, writeRdn } from './dn'
import type { Item } from './item'

/** Where a fresh domain controller's counter stands when the company's first object is written. */
const firstUsn = 12_288

/** The objects of one domain controller, found by GUID and by name. */
export class Directory {
  private readonly items = new Map<Anchor, Item>()
  private readonly roots = new Map<string, Item>()
  private usn = firstUsn
  private dnAge = 1
  private generation: Anchor | null = null
  /** Whether accounts with the right to read CN=Deleted Objects (all that may) have it just now. */
  deletedReadable = true

  constructor(readonly company: Company) {
    for (const entry of company.entries) this.load(entry)
    for (const { anchor, manager, members } of company.entries) {
      if (manager) this.setManager(this.item(anchor), this.item(manager))
      for (const member of members ?? []) this.join(this.item(anchor), this.item(member))
    }
    this.domain = this.root(company.baseDn)
    this.deletedObjects = this.resolve(`CN=Deleted Objects,${company.baseDn}`) ?? this.domain
  }

  readonly domain: Item
  readonly deletedObjects: Item

  /** MS-ADTS 3.1.1.3.2.7: the last number that was given to a change. */
  get highestCommittedUsn(): number {
    return this.usn
  }

  /** @returns the number for one more change */
  commit(): number {
    return ++this.usn
  }

  /**
   * The generation of this controller's database (MS-ADTS 3.1.1.1.9): what it is called by when numbers are compared. A
   * fresh controller's is the GUID of its settings object.
   */
  get invocationId(): Anchor {
    this.generation ??=
      this.company.entries.find(entry => entry.objectClass === 'nTDSDSA')?.anchor ?? this.domain.anchor
    return this.generation
  }

  set invocationId(generation: Anchor) {
    this.generation = generation
  }

  /** Names that were remembered are wrong from now on. */
  forgetNames(): void {
    this.dnAge++
  }

  find(anchor: Anchor): Item | undefined {
    return this.items.get(anchor)
  }

  /** @throws RangeError when there is no such object */
  item(anchor: Anchor): Item {
    const item = this.items.get(anchor)
    if (!item) throw new RangeError(`No object has the GUID ${anchor}`)
    return item
  }

  all(): Iterable<Item> {
    return this.items.values()
  }

  /** The names of the naming contexts, the domain first. */
  namingContexts(): string[] {
    return [...this.roots.values()].map(item => this.dnOf(item))
  }

  root(dn: string): Item {
    const item = this.roots.get(dnKey(parseDn(dn) ?? []))
    if (!item) throw new RangeError(`${dn} is not a naming context`)
    return item
  }

  /** Finds an object by its name in any spelling; undefined when there is none or the text is not a name. */
  resolve(dn: string): Item | undefined {
    const steps = parseDn(dn)
    if (!steps) return undefined
    return this.at(steps)
  }

  /** The deepest existing object on the way to a name, for "best match of". */
  bestMatch(steps: readonly Rdn[]): Item | undefined {
    for (let from = 0; from < steps.length; from++) {
      const found = this.at(steps.slice(from))
      if (found) return found
    }
    return undefined
  }

  private at(steps: readonly Rdn[]): Item | undefined {
    for (let from = 0; from < steps.length; from++) {
      let item = this.roots.get(dnKey(steps.slice(from)))
      if (!item) continue
      for (let at = from - 1; at >= 0 && item; at--) {
        const step = steps[at]
        item = step && item.children?.get(rdnKey(step))
      }
      return item
    }
    return undefined
  }

  dnOf(item: Item): string {
    if (item.dnAge !== this.dnAge) {
      item.dn = item.rootDn ?? (item.parent ? `${writeRdn(item.rdn)},${this.dnOf(item.parent)}` : writeRdn(item.rdn))
      item.dnAge = this.dnAge
    }
    return item.dn
  }

  /** Puts an object into the tree under its current name. */
  attach(item: Item, parent: Item): void {
    item.parent = parent
    parent.children ??= new Map()
    parent.children.set(rdnKey(item.rdn), item)
  }

  detach(item: Item): void {
    item.parent?.children?.delete(rdnKey(item.rdn))
  }

  setManager(item: Item, manager: Item | null): void {
    item.manager?.reports?.delete(item)
    item.manager = manager
    if (!manager) return
    manager.reports ??= new Set()
    manager.reports.add(item)
  }

  join(group: Item, member: Item): void {
    group.members ??= new Set()
    group.members.add(member)
    member.groups ??= new Set()
    member.groups.add(group)
  }

  leave(group: Item, member: Item): void {
    group.members?.delete(member)
    member.groups?.delete(group)
  }

  /** Adds one object, as a change of its own. */
  load(entry: CompanyEntry): Item {
    const usnCreated = this.commit()
    const { anchor, objectClass, rid, rdn, attributes, created, changed, signIn = null, rootDn = null } = entry
    const usn = changed === created ? usnCreated : this.commit()
    const item: Item = {
      ...{ anchor, objectClass, rid, rdn, attributes, created, changed, signIn, rootDn },
      ...{ parent: null, children: null, usnCreated, usnChanged: usn, usnLoaded: usn, stamps: null },
      ...{ deleted: false, lastKnownParent: null, manager: null, reports: null, members: null, groups: null },
      ...{ hidden: false, dn: '', dnAge: 0 },
    }
    this.items.set(anchor, item)
    if (rootDn !== null) this.roots.set(dnKey(parseDn(rootDn) ?? []), item)
    else if (entry.parent !== null) this.attach(item, this.item(entry.parent))
    return item
  }
}
