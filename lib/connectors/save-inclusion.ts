import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import { updateConnector } from '@/lib/store/connectors'
import { readDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { InclusionCheck } from './job-request'
import { type Seen, stepUnchanged } from './step-shown'

/**
 * Stores the inclusion rule of a draft: exactly the one that a job checked against the schema and counted, or none. Faults:
 * `connector-unknown`, `step-changed`, `inclusion-not-checked`, and what the schema has against it.
 * @param jobId of `startCheckInclusion`; null = everybody takes part
 */
export async function saveInclusion(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  jobId: string | null,
  seen?: Seen,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    const unchanged = await stepUnchanged(tx, connector, seen)
    if (!unchanged.ok) return unchanged
    const checked = jobId === null ? done(null) : await checkedRule(tx, connectorId, jobId)
    if (!checked.ok) return checked
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, inclusion: checked.value } })
    await recordAudit(tx, {
      actor,
      event: 'connector.inclusion-saved',
      target: { kind: 'connector', id: connectorId },
      details: { filter: checked.value?.filter ?? null },
    })
    return done(null)
  })
}

/** What the job stored; a job of another connector says nothing about this one. */
async function checkedRule(
  tx: OrganizationTransaction,
  connectorId: string,
  jobId: string,
): Promise<Outcome<InclusionSettings>> {
  const job = await readDirectoryJob(tx, jobId)
  if (job?.connectorId !== connectorId || job.kind !== 'check-inclusion' || job.state !== 'done')
    return refused('inclusion-not-checked')
  const check = InclusionCheck.parse(job.result)
  return check.fits ? done(check.inclusion) : { ok: false, faults: check.faults.map(withoutNothing) }
}

const withoutNothing = ({ path, ...fault }: Extract<InclusionCheck, { fits: false }>['faults'][number]) =>
  path === undefined ? fault : { ...fault, path }
