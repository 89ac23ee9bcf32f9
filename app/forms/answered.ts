import { say } from '@/app/messages/say'
import type { Answer } from './problem'

/**
 * What an action answers. Where nothing answers, because the portal is being restarted or the line is down, that in words: an
 * action that is waited for would otherwise never come back, and nobody would be told.
 */
export async function answered<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await asked
  } catch {
    return { ok: false, problems: [{ path: null, text: say('form.unanswered'), code: 'unanswered' }] }
  }
}
