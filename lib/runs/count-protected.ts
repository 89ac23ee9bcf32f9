import type { CaughtByRule } from '@/lib/connectors/job-request'
import type { ProtectedGroupRule, ProtectedRule } from '@/lib/settings/exclusions'
import { everyAccount } from '@/lib/store/accounts-search'
import { everyGroup } from '@/lib/store/groups'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { compileGroupShields } from '@/lib/sync/groups/protect-group'
import { compileShields } from '@/lib/sync/protect-account'
import { createCounts } from './caught'

const nothing = { accounts: [], rules: [], groups: [], groupRules: [] }

/** Which accounts of Messenger each rule protects, managed or not. */
export async function countProtectedAccounts(
  tx: OrganizationTransaction,
  rules: readonly ProtectedRule[],
): Promise<CaughtByRule[]> {
  const counts = createCounts(rules)
  if (rules.length === 0) return counts.all()
  const shields = rules.map(rule => ({
    id: rule.id,
    protects: compileShields({ protected: { ...nothing, rules: [rule] } }),
  }))
  for await (const page of everyAccount(tx))
    for (const account of page)
      for (const { id, protects } of shields) if (protects(account)) counts.add(id, account.name)
  return counts.all()
}

/** Which lists and organizational groups each rule protects. */
export async function countProtectedGroups(
  tx: OrganizationTransaction,
  rules: readonly ProtectedGroupRule[],
): Promise<CaughtByRule[]> {
  const counts = createCounts(rules)
  if (rules.length === 0) return counts.all()
  const shields = rules.map(rule => ({
    id: rule.id,
    protects: compileGroupShields({ protected: { ...nothing, groupRules: [rule] } }),
  }))
  for (const kind of ['list', 'organizational-group'] as const)
    for await (const page of everyGroup(tx, kind))
      for (const group of page)
        for (const { id, protects } of shields)
          if (protects({ groupId: group.id, fields: group })) counts.add(id, group.name)
  return counts.all()
}
