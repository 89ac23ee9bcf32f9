import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import type { LeavingSettings } from '@/lib/settings/connector'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import type { JoiningSettings, JoinRule } from '@/lib/settings/joining'
import type { MappingSettings } from '@/lib/settings/mapping'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import type { Change } from '../change'
import { compileMapping, type Mapping } from '../compile-mapping'
import { decideAbsent } from '../decide-absent'
import { decidePerson } from '../decide-person'
import { compileIncoming } from '../exclude-person'
import type { AbsentFacts, AccountFacts, Apart, CandidateFacts, JoinFacts, PersonFacts } from '../facts'
import { compileInclusion } from '../inclusion/compile-inclusion'
import type { JoinDecision } from '../join-question'
import { mapPerson } from '../map-person'
import { type ListReach, listBehind, type Placement, placeByUnit, placePerson } from '../place-person'
import { compileShields } from '../protect-account'
import { claimOf, settleAddresses } from '../settle-addresses'
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
/** `owner`: the anchor that had it last, when somebody had it. */
export type WorldAccount = AccountFacts & { formerPerson: boolean; owner: Anchor | null; apart: Apart | null }
export type WorldJoin = JoinFacts & { accountId: string }
export type Messenger = { accounts: ReadonlyMap<string, WorldAccount>; joins: ReadonlyMap<Anchor, WorldJoin> }
export type WorldSettings = {
  units: OrganizationalUnitSettings
  /** Those that appeared after what is included was decided. */
  newUnits?: ReadonlySet<Anchor>
  inclusion?: InclusionSettings
  /** What the chosen lists say about a person. */
  lists?: (anchor: Anchor) => { reach: ListReach; list: string | null }
  leaving: LeavingSettings
  joining: JoiningSettings
  exclusions: ExclusionSettings
  mapping: MappingSettings
  /** What administrators decided about people whom the rules could not join. */
  decisions?: ReadonlyMap<Anchor, JoinDecision>
}
export type Plan = {
  changes: Change[]
  facts: PersonFacts[]
  absences: AbsentFacts[]
  /** Of whoever takes over another account's address: the group that moves together. */
  groups: ReadonlyMap<Anchor, Anchor>
  unchanged: number
  alreadyGone: number
  absent: number
}

type Placed = Pick<PersonFacts, 'person' | 'placement' | 'excludedBy' | 'list' | 'unit'> & { object: DirectoryObject }

/** What the set statements of a run do, in memory: compares mapped people with accounts and joins, and decides. */
export function planWorld(directory: Directory, messenger: Messenger, settings: WorldSettings, now: Date): Plan {
  const mapping = compileMapping(settings.mapping)
  const placed = directory.people.map(object => place(object, directory, settings, mapping, now))
  const guarded = shielded(messenger, settings)
  const settled = settle(placed.map(one => factsOf(one, placed, guarded, settings, mapping)))
  const { groups } = settled
  const given = accountsGiven(settled.facts)
  const facts = settled.facts.map(one => handOver(one, given))
  const read = new Set(directory.people.map(person => person.anchor))
  const absent = [...messenger.joins].filter(([anchor]) => !read.has(anchor))
  const decisions = facts.map(decidePerson)
  const absences = absent.map(([anchor, join]) => ({
    ...absentFacts(anchor, join, directory, guarded, settings, now),
    handedOver: given.has(join.accountId),
  }))
  const departures = absences.map(decideAbsent)
  return {
    changes: [...decisions, ...departures].filter(change => change !== null),
    facts,
    absences,
    groups,
    unchanged: decisions.filter(change => change === null).length,
    alreadyGone: departures.filter(change => change === null).length,
    absent: absent.length,
  }
}

/** Who gets an address that another account has, once it is known which accounts move away. */
function settle(all: readonly PersonFacts[]): Pick<Plan, 'facts' | 'groups'> {
  const claims = all.map(claimOf).filter(claim => claim !== null)
  const claiming = new Set(claims.map(claim => claim.anchor))
  const others = all.filter(facts => !claiming.has(facts.person.anchor)).map(decidePerson)
  const leaving = others.flatMap(change => (change?.after?.email !== undefined && change.accountId) || [])
  const groups = settleAddresses(claims, new Set(leaving))
  return { facts: all.map(facts => ({ ...facts, addressFreed: groups.has(facts.person.anchor) })), groups }
}

/** The accounts that go to another entry of the directory because an administrator said so. */
const accountsGiven = (facts: readonly PersonFacts[]): ReadonlySet<string> =>
  new Set(
    facts
      .filter(({ decision }) => decision?.choice === 'link')
      .map(decidePerson)
      .flatMap(change => (change?.kind === 'link' && change.accountId) || []),
  )

const handOver = (facts: PersonFacts, given: ReadonlySet<string>): PersonFacts => ({
  ...facts,
  joined: facts.joined && { ...facts.joined, handedOver: given.has(facts.joined.account.id) },
})

function shielded({ accounts, joins }: Messenger, { exclusions }: WorldSettings): Messenger {
  const shields = compileShields(exclusions)
  return { joins, accounts: new Map([...accounts].map(([id, one]) => [id, { ...one, shield: shields(one) }])) }
}

function place(
  object: DirectoryObject,
  { units }: Directory,
  settings: WorldSettings,
  mapping: Mapping,
  now: Date,
): Placed {
  const person = mapPerson(object, { verifiedDomains, now, mapping })
  const above: Anchor[] = []
  for (let at = object.parent; at !== null; at = units.find(unit => unit.anchor === at)?.parent ?? null) above.push(at)
  const ancestry = { units: above, whole: units.some(unit => unit.anchor === above.at(-1)) }
  const unit = units.find(one => one.anchor === object.parent)?.dn ?? null
  const excludedBy = compileIncoming(settings.exclusions)(object)
  const isNew = (anchor: Anchor) => settings.newUnits?.has(anchor) ?? false
  const reach = settings.lists?.(object.anchor) ?? { reach: 'not-reached' as const, list: null }
  const placement: Placement = placePerson({
    ...{
      ancestry,
      settings: settings.units,
      nobody: person.nobody,
      reach: reach.reach,
      matches: compileInclusion(settings.inclusion ?? null)(object),
      excluded: excludedBy !== null,
    },
    isNew,
  })
  return {
    person,
    object,
    placement,
    excludedBy,
    unit,
    list: listBehind(placement, placeByUnit(ancestry, settings.units, isNew), reach),
  }
}

function factsOf(
  one: Placed,
  all: readonly Placed[],
  messenger: Messenger,
  { leaving, joining: { rules }, decisions }: WorldSettings,
  mapping: Mapping,
): PersonFacts {
  const { person, object, placement, excludedBy, list, unit } = one
  const join = messenger.joins.get(person.anchor)
  const account = join && messenger.accounts.get(join.accountId)
  const same = rivals(one, all)
  const manager = all.find(other => other.object.dn === person.managerDn)
  return {
    person,
    placement,
    excludedBy,
    list,
    parent: object.parent,
    unit,
    manager: manager?.person.anchor ?? null,
    photo: null,
    sameAddress: { others: same.length, example: same[0]?.person.attributes.displayName ?? null },
    joined: join && account ? { join, account } : null,
    candidates: [...messenger.accounts.values()]
      .map(other => toCandidate(other, one, all, { messenger, rules, verified: verifiedDomains }))
      .filter(other => other.rules.length > 0 && other.id !== account?.id),
    addressFreed: false,
    leaving,
    policies: mapping.policies,
    rules,
    decision: account ? null : (decisions?.get(person.anchor) ?? null),
  }
}

const rivals = (one: Placed, all: readonly Placed[]) =>
  all.filter(other => other !== one && other.placement === 'in' && other.person.emailKey === one.person.emailKey)

type Met = { messenger: Messenger; rules: readonly JoinRule[]; verified: ReadonlySet<string> }

function toCandidate(account: WorldAccount, one: Placed, all: readonly Placed[], met: Met): CandidateFacts {
  const { messenger, verified } = met
  const joinedAnchor = [...messenger.joins].find(([, join]) => join.accountId === account.id)?.[0] ?? null
  const owner = all.find(other => other.person.anchor === joinedAnchor)
  return {
    ...account,
    managedBy: account.source === 'other' ? 'Elsewhere' : null,
    outranked: false,
    rules: rulesThatFind(account, one, met),
    claimants: all.filter(other => isStranger(other, messenger) && rulesThatFind(account, other, met).length > 0)
      .length,
    domainVerified: verified.has(account.emailKey.split('@')[1] ?? ''),
    formerPerson: account.formerPerson && account.owner !== one.person.anchor,
    joinedAnchor,
    ownerPresent: owner !== undefined && isPresent(owner),
  }
}

const isPresent = ({ placement, person }: Placed) =>
  placement === 'in' && (person.status === 'enabled' || person.status === 'unknown')
const isStranger = (one: Placed, { joins }: Messenger) => isPresent(one) && !joins.has(one.person.anchor)

function rulesThatFind(account: WorldAccount, one: Placed, { messenger, rules }: Met): JoinRule[] {
  const { emailKey, userNameKey, attributes } = one.person
  const finds: Record<JoinRule, boolean> = {
    'employee-id': !!attributes.employeeNumber && account.attributes.employeeNumber === attributes.employeeNumber,
    'user-name': userNameKey === account.emailKey,
    'verified-mail': emailKey === account.emailKey,
  }
  const counting = isStranger(one, messenger)
    ? new Set<JoinRule>([...rules, 'verified-mail'])
    : new Set(['verified-mail'])
  return (Object.keys(finds) as JoinRule[]).filter(rule => finds[rule] && counting.has(rule))
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
    completeRead: true,
    parentReadable: directory.units.some(unit => unit.anchor === join.parent),
    leaving,
    now,
  }
}
