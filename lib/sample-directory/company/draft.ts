import type { Anchor } from '@/lib/directory/anchor'
import { type Rdn, writeRdn } from '../dn'
import type { Random } from '../random'
import type { ObjectClass } from '../schema'
import type { CompanyEntry } from './entry'

/** A place under which objects are put: a unit, a container or a naming context's root. */
export type Place = { anchor: Anchor; dn: string }

export type EntryPlan = {
  objectClass: ObjectClass
  name: string
  attributes?: Record<string, readonly string[]>
  rid?: number | null
  created?: number
  changed?: number
} & Pick<CompanyEntry, 'manager' | 'members' | 'signIn'>

/** 2016-03-01: the day the invented domain was set up. */
export const domainCreated = Date.UTC(2016, 2, 1, 8, 30, 0)

/** The company while it is being written: entries in the order in which a directory can load them. */
export class Draft {
  readonly entries: CompanyEntry[] = []
  private rid = 1_104

  constructor(readonly random: Random) {}

  nextRid(): number {
    return ++this.rid
  }

  root(dn: string, objectClass: ObjectClass, rdn: Rdn, attributes: CompanyEntry['attributes'] = {}): Place {
    const anchor = this.random.guid()
    const times = { created: domainCreated, changed: domainCreated }
    this.entries.push({ anchor, objectClass, parent: null, rootDn: dn, rdn, rid: null, attributes, ...times })
    return { anchor, dn }
  }

  add(parent: Place, plan: EntryPlan): Place {
    const { objectClass, name, attributes = {}, rid = null, created = domainCreated, changed = created } = plan
    const rdn = { attribute: objectClass === 'organizationalUnit' ? 'OU' : 'CN', value: name }
    const anchor = this.random.guid()
    const entry: CompanyEntry = { anchor, objectClass, parent: parent.anchor, rdn, rid, created, changed, attributes }
    if (plan.manager) entry.manager = plan.manager
    if (plan.members) entry.members = plan.members
    if (plan.signIn) entry.signIn = plan.signIn
    this.entries.push(entry)
    return { anchor, dn: `${writeRdn(rdn)},${parent.dn}` }
  }
}

/** Milliseconds since 1970 as a FILETIME: 100-nanosecond steps since 1601, in decimal text (MS-DTYP 2.3.3). */
export const fileTime = (milliseconds: number): string => `${milliseconds + 11_644_473_600_000}0000`

/** The two ways in which "never expires" is written (MS-ADA1 accountExpires). */
export const neverExpires = ['0', '9223372036854775807'] as const
