import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization, updatePrecedence } from '@/lib/store/organizations'
import type { Actor } from './actor'

/**
 * Stores whose person somebody is whom several connectors find: the first one named. It decides from the next plan on, and
 * every account that it moves is a row of that plan. Faults: `precedence-unknown`, `precedence-twice`.
 * @param names of connectors; none = whoever was first keeps the person
 */
export async function savePrecedence(
  organizationId: string,
  actor: Actor,
  names: readonly string[],
): Promise<Outcome<null>> {
  if (new Set(names).size < names.length) return refused('precedence-twice')
  return inOrganization(organizationId, async tx => {
    const connectors = await listConnectors(tx)
    const known = connectors.map(({ name }) => name).join(', ') || '-'
    const found = names.map(name => connectors.find(one => one.name === name))
    const missing = names.find((_, index) => found[index] === undefined)
    if (missing !== undefined) return refused('precedence-unknown', { name: missing, known })
    const before = (await readOrganization(tx))?.precedence ?? []
    const after = found.flatMap(connector => connector?.id ?? [])
    if (before.join() === after.join()) return done(null)
    await updatePrecedence(tx, after)
    await recordAudit(tx, {
      actor,
      event: 'organization.precedence-saved',
      target: { kind: 'organization', id: organizationId },
      details: { before, after },
    })
    return done(null)
  })
}
