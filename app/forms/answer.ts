import { askedLanguage } from '@/lib/access/asked-language'
import type { Outcome } from '@/lib/outcome'
import { inLanguage } from '@/lib/words/language'
import { type Room, sentence } from '@/lib/words/words'
import type { Answer } from './problem'

export type { Answer } from './problem'

/** Turns an action's codes into words on the server, so that a browser never needs all the sentences. */
export function speaking<T>(room: Room, action: (input: unknown) => Promise<Outcome<T>>) {
  return async (input: unknown): Promise<Answer<T>> => {
    const outcome = await action(input)
    return inLanguage(await askedLanguage(), () => answer(room, outcome))
  }
}

/** An outcome in words; `room` is asked first for each code. */
export function answer<T>(room: Room, outcome: Outcome<T>): Answer<T> {
  if (outcome.ok) return outcome
  const problems = outcome.faults.map(fault => ({
    path: fault.path ?? null,
    text: sentence(fault.code, fault.args, room),
    code: fault.code,
  }))
  return { ok: false, problems }
}
