import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/env'
import { distrustConnectors, isStillRestored, readMark, spoilMark, writeMark } from '@/lib/store/database-mark'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { listOrganizations } from '@/lib/store/organizations'
import { listUnfinished, lockRun } from '@/lib/store/runs'
import { isActive, isWaiting } from '@/lib/sync/run-state'
import { endRun } from './end-run'
import { expireRun } from './expire-plans'

/** So often the present database is marked as such. */
const markSeconds = 60

/** The last mark that this process saw, and in which database. */
export type Memory = { url: string | undefined; at: Date | null }
const ofThisProcess: Memory = { url: undefined, at: null }

/**
 * Notices a database that was restored from a backup, which knows less than was done since. No run in it is carried on and
 * no plan in it can be approved; every connector reads everything next, and its plan waits for somebody to look at it.
 * @returns whether it was one
 */
export async function noticeRestore(memory: Memory = ofThisProcess): Promise<boolean> {
  const { DATABASE_URL: url } = env()
  const known = memory.url === url ? memory.at : null
  let mark = await acrossOrganizations('look at the mark of the database', readMark)
  if (mark && known && mark.at < known && !mark.restored) {
    await acrossOrganizations('spoil the mark of a restored database', spoilMark)
    mark = { ...mark, restored: true }
  }
  const restored = mark?.restored ?? false
  if (restored) await distrustEverything()
  const isOld = mark === null || Date.now() - mark.at.getTime() > markSeconds * 1000
  const at = restored || isOld ? await acrossOrganizations('mark the database', writeMark) : mark?.at
  Object.assign(memory, { url, at })
  return restored
}

async function distrustEverything(): Promise<void> {
  const organizations = await acrossOrganizations('deal with a restored database', listOrganizations)
  for (const { id } of organizations) await distrust(id)
}

/** Several workers that notice at once: the last ones find it dealt with. */
function distrust(organizationId: string): Promise<void> {
  return inOrganization(organizationId, async tx => {
    if (!(await isStillRestored(tx))) return
    const ids = await listUnfinished(tx)
    for (const id of ids) {
      const run = await lockRun(tx, id)
      if (run && isActive(run.state)) await endRun(tx, id, 'failed', { code: 'database-restored', args: {} })
      if (run && isWaiting(run.state)) await expireRun(tx, run)
    }
    await distrustConnectors(tx)
    await recordAudit(tx, {
      actor: { kind: 'system', id: 'restore' },
      event: 'database.restored',
      target: { kind: 'organization', id: organizationId },
      details: { ended: ids.length },
    })
  })
}
