import { type MessengerTest, updateRemoteMessenger } from '@/lib/store/remote-messenger'
import { MessengerFault } from './fault'
import type { Session } from './session'
import { asFault } from './settle-fault'

/**
 * What Test connection finds, step by step: whether the Messenger is there and speaks SCIM, and whether the token may read
 * accounts and teams. The first step that goes wrong is the last.
 */
export async function testMessenger({ messenger, fenced }: Session): Promise<void> {
  const steps: MessengerTest['steps'] = []
  const checks = [
    ['configuration', messenger.describe],
    ['users', () => messenger.probe('account')],
    ['groups', () => messenger.probe('group')],
  ] as const
  let hasVersions = false
  for (const [step, check] of checks) {
    const answer = await Promise.resolve(check()).catch(asFault)
    const trouble = answer instanceof MessengerFault ? { code: answer.code, detail: answer.detail } : null
    if (answer && 'hasVersions' in answer) hasVersions = answer.hasVersions
    steps.push({ step, trouble })
    if (trouble) break
  }
  await fenced(tx =>
    updateRemoteMessenger(tx, {
      ...{ test: { at: new Date().toISOString(), steps }, testDueAt: null, hasVersions },
      ...(steps.every(({ trouble }) => trouble === null) ? { failingSince: null } : {}),
    }),
  )
}
