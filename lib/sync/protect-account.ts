import type { ExclusionSettings, Protection } from '@/lib/settings/exclusions'
import { accountFields, type Change, isAction, isRemoval } from './change'
import type { AccountFacts } from './facts'
import { compileMatch } from './match-value'

/** What an exclusion keeps an account from, with the rule's or the account's name and the reason that was given, if one was. */
export type Shield = { effect: Protection; rule: string; reason?: string | undefined }
export type Shields = (account: Pick<AccountFacts, 'id' | 'attributes'>) => Shield | null

/** Whether an exclusion keeps this from happening to the account that it protects. */
export const forbids = ({ effect }: Shield, { kind }: Pick<Change, 'kind'>): boolean =>
  effect === 'leave-as-is' ? isAction(kind) : isRemoval(kind) && kind !== 'release'

/**
 * Compiles the protected accounts and rules, once for a run. A rule's field is one of the account's, in any spelling, or the
 * key of one that the company added. The stronger effect wins, then the earlier rule.
 */
export function compileShields({ protected: settings }: Pick<ExclusionSettings, 'protected'>): Shields {
  const { accounts, rules } = settings
  if (accounts.length === 0 && rules.length === 0) return () => null
  const named = new Map(
    accounts.map(({ accountId, name, effect, reason }) => [accountId.toLowerCase(), { effect, rule: name, reason }]),
  )
  const compiled = rules.map(({ name, field, match, values, effect, reason }) => ({
    shield: { effect, rule: name, reason },
    field: accountFields.find(known => known.toLowerCase() === field.toLowerCase()) ?? (`custom.${field}` as const),
    meets: compileMatch(match, values),
  }))
  return ({ id, attributes }) => {
    const met = compiled.filter(({ field, meets }) => {
      const value = attributes[field] ?? null
      return value !== null && meets([value])
    })
    const shields = [named.get(id.toLowerCase()), ...met.map(({ shield }) => shield)].filter(one => one !== undefined)
    return shields.find(({ effect }) => effect === 'leave-as-is') ?? shields[0] ?? null
  }
}
