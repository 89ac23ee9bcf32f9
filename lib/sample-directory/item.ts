import type { Anchor } from '@/lib/directory/anchor'
import type { SignIn } from './company/entry'
import type { Rdn } from './dn'
import type { ObjectClass } from './schema'

/** One object as the running directory holds it. Its name follows from its place, so moving a unit touches the unit only. */
export type Item = {
  readonly anchor: Anchor
  readonly objectClass: ObjectClass
  readonly rid: number | null
  /** null for the root of a naming context, whose whole name is `rootDn`. */
  parent: Item | null
  readonly rootDn: string | null
  rdn: Rdn
  /** Children by the key of their last name part; null until there is one. */
  children: Map<string, Item> | null
  /** Values by attribute in schema spelling; names, times, numbers and links are computed. */
  attributes: Record<string, readonly string[]>
  usnCreated: number
  usnChanged: number
  /** Milliseconds since 1970. */
  created: number
  changed: number
  /** True for a tombstone (MS-ADTS 3.1.1.5.5). */
  deleted: boolean
  lastKnownParent: string | null
  manager: Item | null
  reports: Set<Item> | null
  members: Set<Item> | null
  groups: Set<Item> | null
  signIn: SignIn | null
  /** The number of the change that last touched an attribute, by its name; others were last touched with `usnLoaded`. */
  stamps: Map<string, number> | null
  readonly usnLoaded: number
  /** Nobody but administrators may list or read it and what is below it. */
  hidden: boolean
  /** The name as text, valid while `dnAge` is the directory's. */
  dn: string
  dnAge: number
}
