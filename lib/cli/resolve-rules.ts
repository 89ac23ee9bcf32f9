import type { ConfigFile } from '@/lib/config-file/config-file'
import { startResolveUnits } from '@/lib/connectors/directory-jobs'
import { isWithin } from '@/lib/directory/distinguished-name'
import type { DirectoryNode } from '@/lib/directory/source'
import type { OrganizationalUnitRule, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { Refused, refuse } from './answer'
import type { Context } from './context'
import { jobResult } from './test-connection'

/**
 * Turns the file's DNs and GUIDs into rules by GUID, by asking the directory.
 * @throws Refused `organizational-unit-not-found` for each that it does not know, with its line;
 * `organizational-units-nobody` when no people are left
 */
export async function resolveRules(
  { organizationId, actor }: Context,
  connectorId: string,
  { organizationalUnits: units, newUnits }: Pick<ConfigFile, 'organizationalUnits' | 'newUnits'>,
): Promise<OrganizationalUnitSettings> {
  const usual = newUnits === undefined ? {} : { newUnits }
  if (units === 'all') return { mode: units, ...usual }
  if (units === 'none') return { mode: units }
  const references = units.map(({ reference }) => reference)
  const started = await startResolveUnits(organizationId, actor, connectorId, references)
  if (!started.ok) throw new Refused(started.faults)
  const nodes = (await jobResult(organizationId, started.value.jobId)) as (DirectoryNode | null)[]
  const missing = units.filter((_, index) => !nodes[index])
  if (missing.length > 0)
    throw new Refused(
      missing.map(({ reference, line }) => ({
        code: 'organizational-unit-not-found',
        args: { value: reference, line },
      })),
    )
  const rules = units.flatMap(({ effect, newUnits: own }, index) => {
    const node = nodes[index]
    return node ? [{ effect, node, ...(own ? { newUnits: own } : {}) }] : []
  })
  if (leaveNobody(rules)) refuse('organizational-units-nobody', { line: units[0]?.line ?? 1 })
  return {
    mode: 'chosen',
    ...usual,
    rules: rules.map(({ node: { anchor, dn }, ...rule }) => ({ anchor, dn, ...rule })),
  }
}

type Rule = Pick<OrganizationalUnitRule, 'effect' | 'newUnits'> & { node: DirectoryNode }

/** Whether nobody is below a unit whose nearest rule includes. A count that stopped before its end says nothing. */
function leaveNobody(rules: readonly Rule[]): boolean {
  if (rules.some(({ node }) => node.partial)) return false
  const people = rules.map(rule => {
    const above = rules.filter(other => other !== rule && isWithin(rule.node.dn, other.node.dn))
    const nearest = above.reduce<Rule | null>(
      (best, next) => (best && isWithin(best.node.dn, next.node.dn) ? best : next),
      null,
    )
    const inherited = nearest?.effect ?? 'exclude'
    if (rule.effect === inherited) return 0
    return rule.effect === 'include' ? rule.node.peopleBelow : -rule.node.peopleBelow
  })
  return people.reduce((sum, count) => sum + count, 0) === 0
}
