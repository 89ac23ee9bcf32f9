import { WrittenExclusions } from '@/lib/settings/exclusions'
import { patternFault } from '@/lib/sync/match-value'
import type { ExclusionReferences } from './config-file'
import { deepest, readGroup } from './group'
import { type Reading, wrong } from './values'

const key = 'exclusions'

/** Who is left out and who is protected, each account and group with its line, for the sentence when Messenger does not know it. */
export function readExclusions(reading: Reading, node: unknown): ExclusionReferences | null {
  const written = readGroup(reading, node, key, WrittenExclusions)
  if (written === null || !patternsHold(reading, node, written)) return null
  const { accounts, groups } = written.protected
  const lineOf = (...path: (string | number)[]) => reading.lineOf(deepest(node, ['protected', ...path]))
  return {
    ...written,
    protected: {
      ...written.protected,
      accounts: accounts.map((one, index) => ({ ...one, line: lineOf('accounts', index) })),
      groups: groups.map((one, index) => ({ ...one, line: lineOf('groups', index) })),
    },
  }
}

function patternsHold(reading: Reading, node: unknown, { incoming, protected: guarded }: WrittenExclusions): boolean {
  const before = reading.faults.length
  const lists = [
    { path: ['incoming'], rules: incoming },
    { path: ['protected', 'rules'], rules: guarded.rules },
    { path: ['protected', 'groupRules'], rules: guarded.groupRules },
  ]
  for (const { path, rules } of lists)
    for (const [index, { match, values }] of rules.entries()) {
      const reason = match === 'pattern' ? patternFault(values[0] ?? '') : null
      if (reason !== null)
        wrong(reading, deepest(node, [...path, index, 'values']), key, 'exclusion-pattern-invalid', { reason })
    }
  return reading.faults.length === before
}
