import type { Anchor } from '@/lib/directory/anchor'
import { type AccountAttributes, type Change, isAction } from '../change'
import { phaseOf } from '../phase'
import { attributesOf } from './builders'
import type { Directory, Messenger, Plan, WorldAccount, WorldJoin } from './world'

export type Applied = { messenger: Messenger; failed: Change[] }

/** Carries out the actions of a plan that `allowed` lets through, in their phases, and notes who was seen. */
export function applyPlan(
  plan: Plan,
  before: Messenger,
  directory: Directory,
  now: Date,
  allowed: (change: Change) => boolean = () => true,
): Applied {
  const accounts = new Map(before.accounts)
  const joins = new Map(before.joins)
  const failed: Change[] = []
  const phase = (change: Change) => phaseOf(change, plan.groups.has(change.anchor))
  const actions = plan.changes.filter(change => isAction(change.kind) && allowed(change))
  const phases = [...Map.groupBy(actions, phase)].sort(([one], [other]) => one - other)
  for (const [, changes] of phases) {
    const moving = changes.filter(change => change.accountId !== null && plan.groups.has(change.anchor))
    for (const { accountId } of moving) park(accounts, accountId ?? '')
    for (const change of changes) if (!applyChange(change, accounts, joins)) failed.push(change)
  }
  note(plan, directory, joins, now)
  return { messenger: { accounts, joins }, failed }
}

/** Whoever moves together gives up the address first. */
function park(accounts: Map<string, WorldAccount>, id: string): void {
  const account = accounts.get(id)
  if (account) accounts.set(id, { ...account, emailKey: `moving:${id}` })
}

function applyChange(change: Change, accounts: Map<string, WorldAccount>, joins: Map<Anchor, WorldJoin>): boolean {
  const id = change.accountId ?? `account-of-${change.anchor}`
  if (change.kind === 'link' && change.because.args.former) joins.delete(change.because.args.former as Anchor)
  const account = accounts.get(id) ?? emptyAccount(id)
  const { active, suspended: _suspended, ...values } = change.after ?? {}
  const emailKey = values.email ?? account.emailKey
  if ([...accounts.values()].some(other => other.id !== id && other.emailKey === emailKey)) return false
  const attributes: AccountAttributes = { ...account.attributes, ...values }
  if (change.kind === 'release') {
    const ends = active === false ? { blockedBySync: true, blockedBecause: change.because.code } : {}
    joins.delete(change.anchor)
    accounts.set(id, { ...account, ...ends, attributes, emailKey, source: 'none' })
    return true
  }
  accounts.set(id, {
    ...account,
    ...blocksAfter(change, account),
    attributes,
    emailKey,
    source: 'this',
    formerPerson: true,
    apart: null,
    owner: change.anchor,
  })
  if (!joins.has(change.anchor))
    joins.set(change.anchor, { parent: null, unit: null, throughList: null, suspectedAt: null, accountId: id })
  return true
}

function blocksAfter({ kind, because }: Change, account: WorldAccount): Partial<WorldAccount> {
  if (kind === 'deactivate') return { blockedBySync: true, blockedBecause: because.code }
  if (kind === 'suspend') return { suspended: true, blockedBecause: because.code }
  if (kind === 'link' && account.blockedBecause === 'run-reverted')
    return { blockedBySync: false, blockedBecause: null }
  if (kind !== 'reactivate') return {}
  const ours = account.blockedBecause !== null
  return { blockedBySync: false, suspended: account.suspended && !ours, blockedBecause: null }
}

/** Who was read is no longer suspected, and is known to stand where it stood. */
function note({ facts, changes }: Plan, directory: Directory, joins: Map<Anchor, WorldJoin>, now: Date): void {
  for (const { person, parent, unit, list, placement } of facts) {
    const join = joins.get(person.anchor)
    if (join)
      joins.set(person.anchor, {
        ...join,
        ...(placement === 'in' ? { parent, unit, throughList: list } : {}),
        suspectedAt: null,
      })
  }
  for (const change of changes.filter(one => one.because.code === 'absent-first-time')) {
    const join = joins.get(change.anchor)
    if (join && !directory.people.some(person => person.anchor === change.anchor))
      joins.set(change.anchor, { ...join, suspectedAt: now })
  }
}

const emptyAccount = (id: string): WorldAccount => ({
  id,
  attributes: attributesOf({}),
  emailKey: '',
  emailVerified: true,
  blockedByAdmin: false,
  blockedBySync: false,
  suspended: false,
  blockedBecause: null,
  role: 'member',
  breakGlass: false,
  source: 'this',
  managedBy: null,
  outranked: false,
  acting: false,
  shield: null,
  formerPerson: false,
  apart: null,
  owner: null,
})
