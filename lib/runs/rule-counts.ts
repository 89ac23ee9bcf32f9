import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { PersonFacts } from '@/lib/sync/facts'
import type { RuleCount } from '@/lib/sync/run-state'

/** How many people, or lists and organizational groups, each exclusion catches, counted while deciding. */
export type RuleCounts = {
  /** One person who was decided about. */
  count(person: { excludedBy: string | null; joined: Pick<PersonFacts, 'joined'>['joined'] }): void
  /** One list or organizational group that this connector keeps in step, by the rule that protects it. */
  countGroup(rule: string): void
  /** In the order of the settings; a rule that catches nobody is there too. */
  all(): RuleCount[]
}

/** A person counts for the rule that is given as the reason: the first that is met, or the strongest that protects. */
export function createRuleCounts({ incoming, protected: guarded }: ExclusionSettings): RuleCounts {
  const people = new Map<string, RuleCount>()
  const add = (kind: RuleCount['kind'], rule: string, more: number) => {
    const known = people.get(`${kind} ${rule}`) ?? { kind, rule, people: 0 }
    people.set(`${kind} ${rule}`, { ...known, people: known.people + more })
  }
  for (const { name } of incoming) add('incoming', name, 0)
  for (const { name } of [...guarded.accounts, ...guarded.rules]) add('protected', name, 0)
  for (const { name } of [...guarded.groups, ...guarded.groupRules]) add('protected-groups', name, 0)
  return {
    countGroup: rule => add('protected-groups', rule, 1),
    count({ excludedBy, joined }) {
      if (excludedBy !== null) add('incoming', excludedBy, 1)
      const shield = joined?.account.shield
      if (shield) add('protected', shield.rule, 1)
    },
    all: () => [...people.values()],
  }
}
