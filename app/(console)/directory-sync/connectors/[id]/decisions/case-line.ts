import { say } from '@/app/messages/say'
import { type Moment, moment } from '@/app/ui/moment'
import type { JoinCase } from '@/lib/store/join-cases'
import { holderOf, type JoinCandidate } from '@/lib/sync/join-question'
import { sentence } from '@/lib/words/words'

export type CandidateLine = {
  accountId: string
  name: string
  address: string
  state: string
  /** What speaks for it, and what against. */
  found: string[]
  against: string[]
  mayLink: boolean
}

/** One person about whom an administrator decides, in words. */
export type CaseLine = {
  anchor: string
  evidenceHash: string
  name: string
  email: string
  unit: string
  why: string
  since: Moment
  /** What was decided and waits for the next run; null = nothing, or it counts no more. */
  decided: string | null
  candidates: CandidateLine[]
  mayCreate: boolean
  /** Why an account of their own is not offered, and what to do about it; null = it is. */
  held: string | null
}

export function caseLine(one: JoinCase, timeZone: string): CaseLine {
  const { anchor, evidenceHash, displayName, email, unit, because, candidates, mayCreate, decision } = one
  const stands = decision !== null && decision.evidenceHash === evidenceHash
  return {
    anchor,
    evidenceHash,
    name: displayName,
    email: email ?? '–',
    unit: unit ?? '–',
    why: sentence(because.code, because.args, 'sync'),
    since: moment(one.askedAt, timeZone),
    decided: stands
      ? say('decisions.decided', {
          by: decision.decidedByName,
          at: moment(decision.decidedAt, timeZone).text,
          choice: decision.choice,
          account: candidates.find(({ accountId }) => accountId === decision.accountId)?.address ?? '',
        })
      : null,
    candidates: candidates.map(candidateLine),
    mayCreate,
    held: heldText(one),
  }
}

function heldText(one: JoinCase): string | null {
  const holder = holderOf(one)
  return holder && say('decisions.held', { account: holder.displayName, address: holder.address })
}

export const candidateLine = ({
  accountId,
  displayName,
  address,
  active,
  mayLink,
  rules,
  against,
  sid,
}: JoinCandidate) => ({
  accountId,
  name: displayName,
  address,
  state: say(active ? 'decisions.active' : 'decisions.inactive'),
  found: [
    ...rules.map(rule => say(`decisions.rule.${rule}`)),
    ...(sid === 'same' || sid === 'in-history' ? [say(`decisions.sid.${sid}`)] : []),
  ],
  against: [
    ...against.map(code => say(`reasonName.${code}`)),
    ...(sid === 'different' ? [say('decisions.sid.different')] : []),
  ],
  mayLink,
})
