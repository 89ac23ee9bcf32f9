import { exportChanges } from './export-changes'
import { readMessenger } from './read-messenger'
import { type SessionOptions, withSession } from './session'
import { testMessenger } from './test-messenger'

/**
 * Does what is due with an organization's other Messenger: tests it, reads it, exports to it. Losing or doubling a call
 * changes nothing.
 * @returns false when there is none, or another worker has it
 */
export function workOnMessenger(organizationId: string, options: SessionOptions): Promise<boolean> {
  return withSession(organizationId, options, async session => {
    const { state, testDueAt, readDueAt, pausedUntil } = session.row
    const now = new Date()
    if (testDueAt !== null) await testMessenger(session)
    if (pausedUntil !== null && pausedUntil > now) return
    const fault = readDueAt !== null && readDueAt <= now ? await readMessenger(session) : null
    if (state === 'exporting' && !fault?.concernsEverything) await exportChanges(session)
  })
}
