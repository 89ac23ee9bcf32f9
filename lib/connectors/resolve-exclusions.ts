import { randomUUID } from 'node:crypto'
import type { ExclusionReferences } from '@/lib/config-file/config-file'
import { done, type Fault, type Outcome } from '@/lib/outcome'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { findAccounts, findGroups, type NamedGroup } from '@/lib/store/protected-names'
import { canonicalAddress } from '@/lib/sync/canonical-address'

type Guarded = ExclusionSettings['protected']
type Found = { id: string; name: string }

/**
 * Exclusions from a file, whose accounts and groups are looked up and whose rules keep the ids of those of the same name.
 * Faults, each with its line: `protected-account-unknown`, `protected-group-unknown`, `protected-group-ambiguous`,
 * `protected-twice`.
 * @param before as they are now: whoever is in there may be named by id though Messenger knows them no more
 */
export async function resolveExclusions(
  tx: OrganizationTransaction,
  { incoming, protected: written }: ExclusionReferences,
  before: ExclusionSettings,
): Promise<Outcome<ExclusionSettings>> {
  const accounts = await findProtectedAccounts(tx, written.accounts, before.protected)
  const groups = await findProtectedGroups(tx, written.groups, before.protected)
  const faults = [...accounts.faults, ...groups.faults]
  if (faults.length > 0) return { ok: false, faults }
  return done({
    incoming: withIds(incoming, before.incoming),
    protected: {
      accounts: accounts.found.map(({ id, name, effect, reason }) => ({
        ...{ accountId: id, name, effect },
        ...(reason === undefined ? {} : { reason }),
      })),
      rules: withIds(written.rules, before.protected.rules),
      groups: groups.found.map(({ id, name }) => ({ groupId: id, name })),
      groupRules: withIds(written.groupRules, before.protected.groupRules),
    },
  })
}

/** Rules of one name keep their ids in their order; a new name is a new rule. */
function withIds<Rule extends { name: string }>(
  rules: readonly Rule[],
  before: readonly { id: string; name: string }[],
): ({ id: string } & Rule)[] {
  const free = [...before]
  return rules.map(rule => {
    const at = free.findIndex(({ name }) => name === rule.name)
    const [kept] = at < 0 ? [] : free.splice(at, 1)
    return { id: kept?.id ?? randomUUID(), ...rule }
  })
}

/** The groups that a reference other than an id means. */
export const groupsCalled = (known: readonly NamedGroup[], reference: string): NamedGroup[] =>
  known.filter(({ name, address }) => name === reference || address === keyOf(reference))

/** Every way to write the groups that a reference may mean, for looking them up. */
export const writtenAs = (references: readonly string[]): string[] => [...references, ...references.map(keyOf)]

export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
const keyOf = (address: string): string => {
  const canonical = canonicalAddress(address)
  return 'key' in canonical ? canonical.key : address
}

async function findProtectedAccounts(
  tx: OrganizationTransaction,
  written: ExclusionReferences['protected']['accounts'],
  before: Guarded,
) {
  const references = written.map(({ account }) => account)
  const known = await findAccounts(tx, {
    ids: references.filter(isId),
    keys: references.filter(reference => !isId(reference)).map(keyOf),
  })
  const kept = new Map(before.accounts.map(({ accountId, name }) => [accountId, name]))
  return settle(written, kept, ({ account }) => {
    const id = account.toLowerCase()
    const matching = isId(account)
      ? known.filter(one => one.id === id)
      : known.filter(one => one.key === keyOf(account))
    return { value: account, matching, unknown: 'protected-account-unknown', ambiguous: 'protected-account-unknown' }
  })
}

async function findProtectedGroups(
  tx: OrganizationTransaction,
  written: ExclusionReferences['protected']['groups'],
  before: Guarded,
) {
  const references = written.map(({ group }) => group)
  const names = references.filter(reference => !isId(reference))
  const known = await findGroups(tx, { ids: references.filter(isId), names: writtenAs(names) })
  const kept = new Map(before.groups.map(({ groupId, name }) => [groupId, name]))
  return settle(written, kept, ({ group }) => {
    const id = group.toLowerCase()
    const matching = isId(group) ? known.filter(one => one.id === id) : groupsCalled(known, group)
    return { value: group, matching, unknown: 'protected-group-unknown', ambiguous: 'protected-group-ambiguous' }
  })
}

type LookUp = { value: string; matching: readonly Found[]; unknown: string; ambiguous: string }

/** Exactly one for each of those written, with the name that was kept for it, or why not. */
function settle<Written extends { line: number }>(
  written: readonly Written[],
  kept: ReadonlyMap<string, string>,
  lookUp: (one: Written) => LookUp,
): { found: (Written & Found)[]; faults: Fault[] } {
  const found = new Map<string, Written & Found>()
  const faults: Fault[] = []
  for (const one of written) {
    const { value, matching, unknown, ambiguous } = lookUp(one)
    const [only, another] = matching
    const id = only?.id ?? (kept.has(value.toLowerCase()) ? value.toLowerCase() : null)
    const fault = another ? ambiguous : id === null ? unknown : found.has(id) ? 'protected-twice' : null
    if (fault !== null) faults.push({ code: fault, args: { value, line: one.line, count: matching.length } })
    else if (id !== null) found.set(id, { ...one, id, name: kept.get(id) ?? only?.name ?? value })
  }
  return { found: [...found.values()], faults }
}
