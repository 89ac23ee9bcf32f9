import type { ConfigFile } from '@/lib/config-file/config-file'
import { startCheckInclusion, startResolveLists } from '@/lib/connectors/directory-jobs'
import { InclusionCheck, type InclusionCount } from '@/lib/connectors/job-request'
import { saveInclusion } from '@/lib/connectors/save-inclusion'
import type { NamedObject } from '@/lib/directory/source'
import type { DistributionListSettings } from '@/lib/settings/distribution-lists'
import { Refused } from './answer'
import type { Context } from './context'
import { jobResult } from './test-connection'

/** Turns the file's lists into settings by GUID. @throws Refused `distribution-list-not-found` for each that is none, with its line */
export async function resolveLists(
  { organizationId, actor }: Context,
  connectorId: string,
  { distributionLists = 'none', peopleOfLists: people = 'left-out' }: ConfigFile,
): Promise<DistributionListSettings> {
  if (!Array.isArray(distributionLists)) return { mode: distributionLists }
  const references = distributionLists.map(({ reference }) => reference)
  const started = await startResolveLists(organizationId, actor, connectorId, references)
  if (!started.ok) throw new Refused(started.faults)
  const found = (await jobResult(organizationId, started.value.jobId)) as (NamedObject | null)[]
  const missing = distributionLists.filter((_, index) => found[index]?.kind !== 'list')
  if (missing.length > 0)
    throw new Refused(
      missing.map(({ reference, line }) => ({ code: 'distribution-list-not-found', args: { value: reference, line } })),
    )
  return { mode: 'chosen', people, lists: found.flatMap(list => (list ? [{ anchor: list.anchor, dn: list.dn }] : [])) }
}

/**
 * Checks the file's inclusion rule against the directory, counts, and saves it.
 * @returns whom it lets in; null = there is no rule
 * @throws Refused with what the schema has against it, with its line
 */
export async function applyInclusion(
  { organizationId, actor }: Context,
  connectorId: string,
  { filter, line }: NonNullable<ConfigFile['inclusionRule']>,
): Promise<InclusionCount | null> {
  if (filter === null) {
    await saveInclusion(organizationId, actor, connectorId, null)
    return null
  }
  const started = await startCheckInclusion(organizationId, actor, connectorId, filter)
  if (!started.ok) throw new Refused(started.faults)
  const { jobId } = started.value
  const check = InclusionCheck.parse(await jobResult(organizationId, jobId))
  if (!check.fits) throw new Refused(check.faults.map(({ code, args }) => ({ code, args: { ...args, line } })))
  const saved = await saveInclusion(organizationId, actor, connectorId, jobId)
  if (!saved.ok) throw new Refused(saved.faults)
  return check.count
}
