import { queryOf } from '@/app/lists/list-address'
import { say } from '@/app/messages/say'
import { type Moment, moment } from '@/app/ui/moment'
import { unitPath } from '@/app/ui/unit-words'
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
  /** Why an account of their own is not offered, what to do about it, and where its holder is; null = it is. */
  held: { text: string; holder: { href: string; text: string } | null } | null
}

/** In which list of people an account stands, by its id; one that stands in none is absent. */
type Listed = ReadonlyMap<string, 'managed' | 'unmanaged'>

export function caseLine(one: JoinCase, timeZone: string, listed: Listed): CaseLine {
  const { anchor, evidenceHash, displayName, email, unit, because, candidates, mayCreate, decision } = one
  const stands = decision !== null && decision.evidenceHash === evidenceHash
  return {
    anchor,
    evidenceHash,
    name: displayName,
    email: email ?? '–',
    unit: unit === null ? '–' : unitPath(unit),
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
    held: heldBy(one, listed),
  }
}

function heldBy(one: JoinCase, listed: Listed): CaseLine['held'] {
  const holder = holderOf(one)
  if (!holder) return null
  const { displayName, address, active, accountId } = holder
  const account = displayName === '' ? address : displayName
  const list = listed.get(accountId)
  return {
    text: say('decisions.held', { name: one.displayName, account, address, active: active ? 'yes' : 'no' }),
    holder: list
      ? { href: `/users/${list}${queryOf({ q: address })}`, text: say('decisions.holder', { account }) }
      : null,
  }
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
