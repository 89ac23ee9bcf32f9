import { FoundEntries } from '@/lib/connectors/job-request'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { MappingSettings } from '@/lib/settings/mapping'
import { readDirectoryJob } from '@/lib/store/directory-jobs'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { type TriedField, tryMapping } from '@/lib/sync/try-mapping'

export type TriedEntry = {
  fields: TriedField[]
  /** Attributes of the mapping that were not asked for when this entry was read. */
  unread: string[]
}

/**
 * What a mapping makes of an entry that a search found; the directory is not asked again. Fault: `job-unknown`.
 * @param entry the search's job, and whom of those it found
 */
export function tryEntry(
  organizationId: string,
  connectorId: string,
  entry: { jobId: string; anchor: string },
  mapping: MappingSettings,
): Promise<Outcome<TriedEntry>> {
  return inOrganization(organizationId, async tx => {
    const job = await readDirectoryJob(tx, entry.jobId)
    if (job?.connectorId !== connectorId || job.kind !== 'find-entries' || job.state !== 'done')
      return refused('job-unknown')
    const { asked, entries } = FoundEntries.parse(job.result)
    const found = entries.find(({ anchor }) => anchor === entry.anchor)
    if (!found) return refused('job-unknown')
    const context = { verifiedDomains: new Set(await verifiedDomains(tx)), now: new Date() }
    const read = new Set(asked.map(name => name.toLowerCase()))
    const unread = compileMapping(mapping).attributes.filter(name => !read.has(name.toLowerCase()))
    const object = { ...found, kind: 'person' as const, parent: null, usnChanged: '0', deleted: false }
    return done({ fields: tryMapping(mapping, object, context), unread })
  })
}
