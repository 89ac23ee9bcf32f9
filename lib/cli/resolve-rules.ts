import type { ConfigFile } from '@/lib/config-file/config-file'
import { startResolveUnits } from '@/lib/connectors/directory-jobs'
import type { DirectoryNode } from '@/lib/directory/source'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { Refused } from './answer'
import type { Context } from './context'
import { jobResult } from './test-connection'

/**
 * Turns the file's DNs and GUIDs into rules by GUID, by asking the directory.
 * @throws Refused `organizational-unit-not-found` for each that it does not know, with its line
 */
export async function resolveRules(
  { organizationId, actor }: Context,
  connectorId: string,
  units: ConfigFile['organizationalUnits'],
): Promise<OrganizationalUnitSettings> {
  if (!Array.isArray(units)) return { mode: units }
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
  const rules = units.flatMap(({ effect }, index) => {
    const node = nodes[index]
    return node ? [{ anchor: node.anchor, dn: node.dn, effect }] : []
  })
  return { mode: 'chosen', rules }
}
