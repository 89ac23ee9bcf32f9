import { randomUUID } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import type { SignIn } from './company/entry'
import type { Directory } from './directory'
import { rdnKey } from './dn'
import type { Item } from './item'

/** What administrators do to their directory while others read it. Each gives its objects new numbers as the real one does. */
export type Mutations = {
  dnOf(anchor: Anchor): string
  /** uSNChanged of one object, and the directory's highestCommittedUSN. */
  usnOf(anchor: Anchor): number
  highestCommittedUsn(): number
  /** A new person with these attributes, enabled unless userAccountControl says otherwise. */
  hire(unit: Anchor, name: string, attributes: Record<string, readonly string[]>): Anchor
  /** A new organizational unit. */
  addUnit(parent: Anchor, name: string): Anchor
  disable(anchor: Anchor): void
  enable(anchor: Anchor): void
  /** Leaves a tombstone (MS-ADTS 3.1.1.5.5). */
  delete(anchor: Anchor): void
  /** A new common name in the same place. */
  rename(anchor: Anchor, name: string): void
  move(anchor: Anchor, parent: Anchor): void
  /** Changes the number of the unit only: people below keep theirs, although their names change. */
  renameUnit(anchor: Anchor, name: string): void
  moveUnit(anchor: Anchor, parent: Anchor): void
  /** An empty list removes the attribute. `manager` takes the manager's GUID. */
  setAttribute(anchor: Anchor, name: string, values: readonly string[]): void
  /** Changes the number of the group only: whoever joins or leaves keeps theirs. */
  join(group: Anchor, member: Anchor): void
  leave(group: Anchor, member: Anchor): void
  /** Takes away or gives back the right to see tombstones, for all accounts but the administrator. */
  setDeletedReadable(readable: boolean): void
  /** Takes away or gives back the right to read an object and what is below it. Changes no number. */
  setHidden(anchor: Anchor, hidden: boolean): void
  setSignIn(anchor: Anchor, signIn: SignIn | null): void
  /** What a controller does when it was restored from a backup: it goes on as another generation (MS-ADTS 3.1.1.1.9). */
  restore(): void
}

const disabledBit = 0x2
/** What a tombstone keeps of its attributes (MS-ADTS 3.1.1.5.5.1.1). */
const kept = ['sAMAccountName', 'userAccountControl']

/** @param allowed false outside tests: reading works, every change throws */
export function mutationsOf(directory: Directory, allowed: boolean, now: () => Date): Mutations {
  const change = (anchor: Anchor): Item => {
    if (!allowed) throw new Error('This sample directory does not change')
    const item = directory.item(anchor)
    if (item.deleted) throw new RangeError(`${anchor} is deleted`)
    return item
  }
  const touch = (item: Item, names: readonly string[]) => {
    item.usnChanged = directory.commit()
    item.stamps ??= new Map()
    for (const name of names) item.stamps.set(name, item.usnChanged)
    item.changed = Math.max(Math.floor(now().getTime() / 1000) * 1000, item.changed)
  }
  const place = (anchor: Anchor, name: string | null, parent: Anchor | null) => {
    const item = change(anchor)
    relocate(directory, item, name ?? item.rdn.value, parent === null ? item.parent : directory.item(parent))
    touch(item, placeNames(item))
  }
  const control = (anchor: Anchor, disabled: boolean) => {
    const item = change(anchor)
    const flags = Number(item.attributes.userAccountControl?.[0] ?? '512')
    const next = disabled ? flags | disabledBit : flags & ~disabledBit
    item.attributes = { ...item.attributes, userAccountControl: [String(next)] }
    touch(item, ['userAccountControl'])
  }
  return {
    dnOf: anchor => directory.dnOf(directory.item(anchor)),
    usnOf: anchor => directory.item(anchor).usnChanged,
    highestCommittedUsn: () => directory.highestCommittedUsn,
    hire: (unit, name, attributes) => {
      change(unit)
      return hire(directory, unit, name, attributes, now())
    },
    disable: anchor => control(anchor, true),
    enable: anchor => control(anchor, false),
    delete: anchor => {
      const item = change(anchor)
      const names = [...Object.keys(item.attributes), 'manager', 'member', 'objectCategory']
      bury(directory, item)
      touch(item, [...names, ...placeNames(item), 'isDeleted', 'isRecycled', 'lastKnownParent'])
    },
    rename: (anchor, name) => place(anchor, name, null),
    renameUnit: (anchor, name) => place(anchor, name, null),
    move: (anchor, parent) => place(anchor, null, parent),
    moveUnit: (anchor, parent) => place(anchor, null, parent),
    setAttribute: (anchor, name, values) => {
      const item = change(anchor)
      write(directory, item, name, values)
      touch(item, [name])
    },
    join: (group, member) => {
      const item = change(group)
      directory.join(item, directory.item(member))
      touch(item, ['member'])
    },
    leave: (group, member) => {
      const item = change(group)
      directory.leave(item, directory.item(member))
      touch(item, ['member'])
    },
    setDeletedReadable: readable => {
      directory.deletedReadable = readable
    },
    setHidden: (anchor, hidden) => {
      change(anchor).hidden = hidden
    },
    setSignIn: (anchor, signIn) => {
      change(anchor).signIn = signIn
    },
    restore: () => {
      change(directory.domain.anchor)
      directory.invocationId = randomUUID() as Anchor
    },
    addUnit: (parent, name) => {
      change(parent)
      return addUnit(directory, parent, name, now())
    },
  }
}

/** What a rename or a move changes (MS-ADTS 3.1.1.5.4). */
const placeNames = (item: Item): string[] => [
  'name',
  item.rdn.attribute.toLowerCase(),
  'parentGUID',
  'distinguishedName',
]

function addUnit(directory: Directory, parent: Anchor, name: string, now: Date): Anchor {
  const created = Math.floor(now.getTime() / 1000) * 1000
  const rdn = { attribute: 'OU', value: name }
  if (directory.item(parent).children?.has(rdnKey(rdn))) throw new RangeError(`${name} already exists`)
  const anchor = randomUUID() as Anchor
  const times = { created, changed: created }
  directory.load({ ...{ anchor, objectClass: 'organizationalUnit', parent, rdn, rid: null, attributes: {} }, ...times })
  return anchor
}

function hire(directory: Directory, parent: Anchor, name: string, attributes: Item['attributes'], now: Date): Anchor {
  const created = Math.floor(now.getTime() / 1000) * 1000
  const rdn = { attribute: 'CN', value: name }
  if (directory.item(parent).children?.has(rdnKey(rdn))) throw new RangeError(`${name} already exists`)
  const account = { userAccountControl: ['512'], accountExpires: ['0'], ...attributes }
  const rid = directory.highestCommittedUsn + 1_000_000
  const anchor = randomUUID() as Anchor
  const times = { created, changed: created }
  directory.load({ ...{ anchor, objectClass: 'user', parent, rdn, rid, attributes: account }, ...times })
  return anchor
}

function relocate(directory: Directory, item: Item, name: string, parent: Item | null): void {
  if (!parent) throw new RangeError('The root of a naming context stays where it is')
  for (let above: Item | null = parent; above; above = above.parent)
    if (above === item) throw new RangeError('A unit cannot be moved into itself')
  const rdn = { ...item.rdn, value: name }
  const other = parent.children?.get(rdnKey(rdn))
  if (other && other !== item) throw new RangeError(`${directory.dnOf(other)} already exists`)
  directory.detach(item)
  item.rdn = rdn
  directory.attach(item, parent)
  directory.forgetNames()
}

/** Turns an object into its tombstone: links, mail and names go, identity stays. */
function bury(directory: Directory, item: Item): void {
  if (item.children && item.children.size > 0) throw new RangeError(`${directory.dnOf(item)} is not empty`)
  const parent = item.parent
  directory.setManager(item, null)
  for (const report of item.reports ?? []) directory.setManager(report, null)
  for (const group of item.groups ?? []) directory.leave(group, item)
  for (const member of item.members ?? []) directory.leave(item, member)
  item.lastKnownParent = parent ? directory.dnOf(parent) : null
  relocate(directory, item, `${item.rdn.value}\nDEL:${item.anchor}`, directory.deletedObjects)
  item.attributes = {
    ...Object.fromEntries(Object.entries(item.attributes).filter(([name]) => kept.includes(name))),
    isDeleted: ['TRUE'],
    isRecycled: ['TRUE'],
  }
  item.deleted = true
  item.signIn = null
}

function write(directory: Directory, item: Item, name: string, values: readonly string[]): void {
  if (name === 'manager') {
    const [manager] = values
    directory.setManager(item, manager === undefined ? null : directory.item(manager as Anchor))
    return
  }
  const { [name]: _, ...others } = item.attributes
  item.attributes = values.length > 0 ? { ...others, [name]: [...values] } : others
}
