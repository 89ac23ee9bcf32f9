import { recordAudit } from '@/lib/audit/record'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { listPausedUntil } from '@/lib/store/runs-due'

/** Whoever paused a connector said until when: what was missed runs once, as if somebody had resumed it. */
export async function resumePaused(now: Date = new Date()): Promise<void> {
  const due = await acrossOrganizations('look for pauses that end', tx => listPausedUntil(tx, now))
  for (const { organizationId, id } of due)
    await inOrganization(organizationId, async tx => {
      const connector = await lockConnector(tx, id)
      const until = connector?.state === 'paused' ? connector.paused?.until : undefined
      if (!until || new Date(until) > now) return
      await updateConnector(tx, id, { state: 'active', paused: null })
      await recordAudit(tx, {
        actor: { kind: 'system', id: 'pause' },
        event: 'connector.resumed',
        target: { kind: 'connector', id },
        details: { until },
      })
    })
}
