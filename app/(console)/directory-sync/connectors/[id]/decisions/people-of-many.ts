import { say } from '@/app/messages/say'
import type { JoinCase } from '@/lib/store/join-cases'
import { oneOfMany } from '@/lib/sync/decide-many'
import type { JoinChoice } from '@/lib/sync/join-question'
import { candidateLine } from './case-line'

/** One of many people about whom the same is decided, with what that means for them. */
export type PersonOfMany = {
  anchor: string
  accountId: string | null
  evidenceHash: string
  name: string
  means: string
  /** What speaks against it. */
  against: string[]
}

export function peopleOfMany(cases: readonly JoinCase[], code: string, choice: JoinChoice): PersonOfMany[] {
  return cases.flatMap(one => {
    const answer = one.because.code === code ? oneOfMany(one, choice) : null
    if (!answer) return []
    const { anchor, evidenceHash, displayName } = one
    const account = one.candidates.find(({ accountId }) => accountId === answer.accountId)
    const means = account
      ? say('decisions.link', { name: account.displayName, address: account.address })
      : say(choice === 'create' ? 'decisions.create' : 'decisions.leaveApart')
    const against = account ? candidateLine(account).against : []
    return [{ anchor, evidenceHash, accountId: answer.accountId, name: displayName, means, against }]
  })
}
