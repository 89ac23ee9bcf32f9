import { readAdministratorName } from '@/lib/store/administrators'
import { readLastAudit } from '@/lib/store/audit'
import type { OrganizationTransaction } from '@/lib/store/organization'

export type LastUnmanaged = { name: string; at: Date; reason: string }

/** Who ended the management of a team last, when and why; null = the team was never managed. */
export async function readLastUnmanaged(tx: OrganizationTransaction, teamId: string): Promise<LastUnmanaged | null> {
  const last = await readLastAudit(tx, { kind: 'team', id: teamId }, ['team.unmanaged'])
  if (!last) return null
  const { reason }: Pick<LastUnmanaged, 'reason'> = JSON.parse(last.details)
  return { name: await readAdministratorName(tx, last.actorId), at: last.at, reason }
}
