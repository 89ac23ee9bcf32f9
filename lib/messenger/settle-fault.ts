import { saveExportTrouble } from '@/lib/store/exported-objects'
import { type OutboxMessage, postponeOutbox } from '@/lib/store/outbox'
import { MessengerFault } from './fault'
import { pauseMessenger, type Session } from './session'

/** Longer than the slowest exchange of one object. */
export const messageLease = 300
/** Attempts at one object before it counts as refused. */
const mostAttempts = 12
/** So many objects in a row that the Messenger could not answer are trouble of its own. */
const failuresInARow = 5

/** What a session came to so far. */
export type Progress = { failures: number; isFailing: boolean; exported: number; isPaused: boolean }

/** The account or list that a message is about. */
export const idOf = ({ payload }: OutboxMessage): string => String(payload.id)

/** @throws what is no fault of the other Messenger */
export function asFault(error: unknown): MessengerFault {
  if (error instanceof MessengerFault) return error
  throw error
}

/** Whether another attempt could end otherwise. */
const passes: readonly MessengerFault['code'][] = [
  'scim-server-error',
  'scim-not-scim',
  'scim-answer-too-large',
  'scim-changed-meanwhile',
  'scim-id-missing',
  'scim-gone',
]
/** One object may be what the Messenger cannot answer; several in a row are not. */
const maybeOfOneObject: readonly MessengerFault['code'][] = [
  'scim-server-error',
  'scim-not-scim',
  'scim-answer-too-large',
]

/** An object that is refused fails alone; whatever concerns the Messenger as a whole lets everything wait. */
export async function settleFault(
  session: Session,
  { kind, id }: { kind: 'account' | 'group'; id: string },
  messages: readonly OutboxMessage[],
  fault: MessengerFault,
  progress: Progress,
): Promise<void> {
  const isItsOwn = maybeOfOneObject.includes(fault.code)
    ? ++progress.failures < failuresInARow
    : !fault.concernsEverything
  const attempts = Math.max(...messages.map(one => one.attempts))
  const over = isItsOwn && (!passes.includes(fault.code) || attempts >= mostAttempts)
  await session.fenced(async tx => {
    const pause = isItsOwn ? 15 * 2 ** Math.min(attempts, 8) : await pauseMessenger(tx, fault, progress.failures)
    await saveExportTrouble(tx, kind, id, { code: fault.code, detail: fault.detail, over })
    for (const message of messages)
      await postponeOutbox(tx, message.id, { error: fault.code, seconds: over ? null : pause })
  })
  if (!isItsOwn) progress.isPaused = true
}
