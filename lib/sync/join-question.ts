import { hash } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinRule } from '@/lib/settings/joining'
import type { Because, Change, ReasonCode } from './change'
import type { SidEvidence } from './compare-sids'
import type { CandidateFacts, PersonFacts } from './facts'
import { concerns, meet, obstaclesTo } from './first-meeting'
import { isUntouchable } from './protection'
import { stageOf } from './trace-stage'

/** What an administrator may say about somebody whom the rules cannot join. */
export const joinChoices = ['link', 'create', 'leave-apart'] as const
export type JoinChoice = (typeof joinChoices)[number]

/** What an administrator said, and what was known then. */
export type JoinDecision = {
  choice: JoinChoice
  /** Of `link`: the account. */
  accountId: string | null
  evidenceHash: string
  /** Who decided, by name, and when (ms since 1970). */
  by: string
  at: number
}

/** One account that may be the person's, with what speaks for it and against it. */
export type JoinCandidate = {
  accountId: string
  displayName: string
  address: string
  employeeNumber: string | null
  rules: readonly (JoinRule | 'object-guid')[]
  against: readonly ReasonCode[]
  /** The entry of the directory that it is joined to by this connector. */
  joinedAnchor: Anchor | null
  active: boolean
  mayLink: boolean
  /** What the SIDs of that entry and of the person say, where both are known; for whoever decides, who may see more than rules. */
  sid?: SidEvidence
}

/** What is asked about one person, and what is known about it. */
export type JoinQuestion = {
  because: Because
  candidates: readonly JoinCandidate[]
  /** False while another account has the person's address. */
  mayCreate: boolean
  /** Of everything that a decision may rest on: SHA-256, hexadecimal. */
  evidenceHash: string
}

/**
 * What an administrator has to decide about somebody who is joined to no account; null = the rules know, or something else
 * keeps the person out. Whoever was decided about stays in question until it is done.
 */
export function questionAbout(facts: PersonFacts, change: Pick<Change, 'because'>): JoinQuestion | null {
  if (facts.joined !== null || stageOf[change.because.code] !== 'joined') return null
  const meeting = meet({ ...facts, addressFreed: false })
  const { decision } = facts
  if (meeting.kind !== 'ask' && decision === null) return null
  const evidence = evidenceOf(facts)
  const outdated = decision !== null && decision.evidenceHash !== evidence.evidenceHash
  const because = meeting.kind === 'ask' && !outdated ? meeting.because : outdatedBecause(decision)
  return { because, ...evidence }
}

/** The facts about every account that may be concerned, whatever becomes of the address in this run. */
export function evidenceOf(facts: PersonFacts): Omit<JoinQuestion, 'because'> {
  const concerned = facts.candidates.filter(account => concerns(account, { ...facts, addressFreed: false }))
  const candidates = concerned.map(account => candidateOf(account, facts))
  const { emailKey, userNameKey, attributes } = facts.person
  const told = candidates
    .map(({ accountId, rules, against, joinedAnchor }) => [accountId, [...rules], [...against], joinedAnchor])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  const evidence = [emailKey, userNameKey, attributes.employeeNumber ?? null, told]
  return {
    candidates,
    mayCreate: !concerned.some(account => account.emailKey === emailKey),
    evidenceHash: hash('sha256', JSON.stringify(evidence), 'hex'),
  }
}

/** The account that keeps a person from one of their own, because it has the address; a former person's among them. */
export const holderOf = (
  question: Pick<JoinQuestion, 'candidates' | 'mayCreate'> & { email: string | null },
): JoinCandidate | null =>
  question.mayCreate ? null : (question.candidates.find(({ address }) => address === question.email) ?? null)

function candidateOf(account: CandidateFacts, facts: PersonFacts): JoinCandidate {
  const taken = account.joinedAnchor !== null && account.ownerPresent
  return {
    accountId: account.id,
    displayName: account.attributes.displayName ?? '',
    address: account.emailKey,
    employeeNumber: account.attributes.employeeNumber,
    rules: account.rules,
    against: [...new Set(obstaclesTo(account, facts).map(({ code }) => code))],
    joinedAnchor: account.joinedAnchor,
    active: !account.blockedByAdmin && !account.blockedBySync && !account.suspended,
    mayLink: account.source !== 'other' && !taken && !isUntouchable({ ...account, acting: false }),
  }
}

export const outdatedBecause = (decision: JoinDecision | null): Because => ({
  code: 'decision-outdated',
  args: decidedArgs(decision),
})

export const decidedBecause = (decision: JoinDecision, more: Because['args'] = {}): Because => ({
  code: 'decided-by-admin',
  args: { ...decidedArgs(decision), ...more },
})

const decidedArgs = (decision: JoinDecision | null): Because['args'] => ({
  choice: decision?.choice ?? '',
  by: decision?.by ?? '',
  at: decision?.at ?? 0,
})
