import { isDeepStrictEqual } from 'node:util'
import type { MappingOfFile } from '@/lib/config-file/config-file'
import { startCheckMapping } from '@/lib/connectors/directory-jobs'
import { MappingCheck } from '@/lib/connectors/job-request'
import { saveMapping } from '@/lib/connectors/save-mapping'
import { readVersion } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { Refused } from './answer'
import type { Context } from './context'
import { jobResult } from './test-connection'

/**
 * Saves the file's mapping. One that is new is held against the directory's schema first, and tried on everybody in scope.
 * @returns what it comes to; null = it is the mapping of the newest version already
 * @throws Refused with what the schema has against it, each with its line
 */
export async function applyMapping(
  { organizationId, actor }: Context,
  connectorId: string,
  { settings, lines }: MappingOfFile,
): Promise<MappingCheck | null> {
  const newest = await inOrganization(organizationId, tx => readVersion(tx, connectorId, 'newest'))
  const check = isDeepStrictEqual(newest?.settings.mapping, settings) ? null : await tried()
  const saved = await saveMapping(organizationId, actor, connectorId, settings)
  if (!saved.ok) throw new Refused(saved.faults)
  return check

  async function tried(): Promise<MappingCheck> {
    const started = await startCheckMapping(organizationId, actor, connectorId, settings)
    if (!started.ok) throw new Refused(started.faults)
    const result = MappingCheck.parse(await jobResult(organizationId, started.value.jobId))
    const faults = result.unknown.map(({ code, args, path = '' }) => {
      const line = lines[path]
      return { code, args: line === undefined ? args : { ...args, line } }
    })
    if (faults.length > 0) throw new Refused(faults)
    return result
  }
}
