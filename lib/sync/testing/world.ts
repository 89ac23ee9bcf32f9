import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import type { LeavingSettings } from '@/lib/settings/connector'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import type { Change } from '../change'
import { decideAbsent } from '../decide-absent'
import { decidePerson } from '../decide-person'
import type { AbsentFacts, AccountFacts, CandidateFacts, JoinFacts, PersonFacts } from '../facts'
import { type MappedPerson, mapPerson } from '../map-person'
import { type Placement, placePerson } from '../place-person'
import { aFoundObject, verifiedDomains } from './builders'

export type Unit = { anchor: Anchor; parent: Anchor | null; dn: string }
export type Directory = {
  units: readonly Unit[]
  people: readonly DirectoryObject[]
  /** Deleted people whose tombstones can be seen. */
  tombstones: ReadonlySet<Anchor>
  /** People about whom the server does not answer. */
  silent: ReadonlySet<Anchor>
}
export type WorldAccount = AccountFacts & { formerPerson: boolean }
export type WorldJoin = JoinFacts & { accountId: string }
export type Messenger = { accounts: ReadonlyMap<string, WorldAccount>; joins: ReadonlyMap<Anchor, WorldJoin> }
export type WorldSettings = { units: OrganizationalUnitSettings; leaving: LeavingSettings }
export type Plan = { changes: Change[]; facts: PersonFacts[]; unchanged: number; alreadyGone: number; absent: number }

type Placed = { person: MappedPerson; object: DirectoryObject; placement: Placement; unit: string | null }

/** What the set statements of a run do, in memory: compares mapped people with accounts and joins, and decides. */
export function planWorld(directory: Directory, messenger: Messenger, settings: WorldSettings, now: Date): Plan {
  const placed = directory.people.map(object => place(object, directory, settings.units, now))
  const facts = placed.map(one => factsOf(one, placed, messenger, settings.leaving))
  const read = new Set(directory.people.map(person => person.anchor))
  const absent = [...messenger.joins].filter(([anchor]) => !read.has(anchor))
  const decisions = facts.map(decidePerson)
  const absences = absent.map(([anchor, join]) =>
    decideAbsent(absentFacts(anchor, join, directory, messenger, settings, now)),
  )
  return {
    changes: [...decisions, ...absences].filter(change => change !== null),
    facts,
    unchanged: decisions.filter(change => change === null).length,
    alreadyGone: absences.filter(change => change === null).length,
    absent: absent.length,
  }
}

function place(object: DirectoryObject, { units }: Directory, rules: OrganizationalUnitSettings, now: Date): Placed {
  const person = mapPerson(object, { verifiedDomains, now })
  const above: Anchor[] = []
  for (let at = object.parent; at !== null; at = units.find(unit => unit.anchor === at)?.parent ?? null) above.push(at)
  const ancestry = { units: above, whole: units.some(unit => unit.anchor === above.at(-1)) }
  const unit = units.find(one => one.anchor === object.parent)?.dn ?? null
  return { person, object, placement: placePerson(ancestry, rules, person.builtIn), unit }
}

function factsOf(one: Placed, all: readonly Placed[], messenger: Messenger, leaving: LeavingSettings): PersonFacts {
  const { person, object, placement, unit } = one
  const join = messenger.joins.get(person.anchor)
  const account = join && messenger.accounts.get(join.accountId)
  const same = rivals(one, all)
  const manager = all.find(other => other.object.dn === person.managerDn)
  return {
    person,
    placement,
    parent: object.parent,
    unit,
    manager: manager?.person.anchor ?? null,
    sameAddress: { others: same.length, example: same[0]?.person.attributes.displayName ?? null },
    joined: join && account ? { join, account } : null,
    candidates: [...messenger.accounts.values()]
      .filter(other => other.emailKey === person.emailKey && other.id !== account?.id)
      .map(other => toCandidate(other, all, messenger)),
    leaving,
  }
}

const rivals = (one: Placed, all: readonly Placed[]) =>
  all.filter(other => other !== one && other.placement === 'in' && other.person.emailKey === one.person.emailKey)

function toCandidate(account: WorldAccount, all: readonly Placed[], messenger: Messenger): CandidateFacts {
  const joinedAnchor = [...messenger.joins].find(([, join]) => join.accountId === account.id)?.[0] ?? null
  const owner = all.find(other => other.person.anchor === joinedAnchor)
  const wanted = owner?.person.emailKey ?? null
  const releasesAddress =
    owner !== undefined &&
    wanted !== null &&
    wanted !== account.emailKey &&
    owner.placement === 'in' &&
    owner.person.status === 'enabled' &&
    owner.person.problems.length === 0 &&
    account.role === 'member' &&
    !account.breakGlass &&
    account.source !== 'other' &&
    rivals(owner, all).length === 0 &&
    ![...messenger.accounts.values()].some(other => other.emailKey === wanted)
  return { ...account, joinedAnchor, releasesAddress }
}

function absentFacts(
  anchor: Anchor,
  join: WorldJoin,
  directory: Directory,
  messenger: Messenger,
  { leaving }: WorldSettings,
  now: Date,
): AbsentFacts {
  const account = messenger.accounts.get(join.accountId)
  if (account === undefined) throw new Error('A join always has its account')
  const found = directory.tombstones.has(anchor) ? aFoundObject({ deleted: true, placement: 'unknown' }) : null
  return {
    anchor,
    join,
    account,
    lookUp: directory.silent.has(anchor) ? 'failed' : found,
    parentReadable: directory.units.some(unit => unit.anchor === join.parent),
    leaving,
    now,
  }
}
