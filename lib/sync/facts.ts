import type { Anchor } from '@/lib/directory/anchor'
import type { LeavingSettings } from '@/lib/settings/connector'
import type { JoinRule } from '@/lib/settings/joining'
import type { AccountAttributes, PersonStatus, ReasonCode } from './change'
import type { FieldPolicies } from './difference'
import type { JoinDecision } from './join-question'
import type { MappedPerson } from './map-person'
import type { PhotoFact } from './photo'
import type { Placement } from './place-person'
import type { Shield } from './protect-account'

/** An account of the Messenger as the decisions see it. */
export type AccountFacts = {
  id: string
  attributes: AccountAttributes
  /** Canonical address: identity is compared by this, never by `attributes.email`. */
  emailKey: string
  emailVerified: boolean
  blockedByAdmin: boolean
  blockedBySync: boolean
  suspended: boolean
  /** The reason of our own block or suspension; null = neither is ours. */
  blockedBecause: ReasonCode | null
  role: 'member' | 'administrator' | 'owner'
  breakGlass: boolean
  /** Whose it is: this connector's, another connector's, or no connector's (unmanaged, or managed by an administrator). */
  source: 'this' | 'other' | 'none'
  /** The name of the other connector that it belongs to. */
  managedBy: string | null
  /** True when that other connector comes after this one in the organization's order: then this one takes the account over. */
  outranked: boolean
  /** True when it belongs to the administrator in whose name the run acts. */
  acting: boolean
  /** What a protecting exclusion keeps it from; null = nothing. */
  shield: Shield | null
}

/** The link between an anchor and an account, as it stood before this run. */
export type JoinFacts = {
  /** The parent unit when last seen. */
  parent: Anchor | null
  /** Its DN, for display. */
  unit: string | null
  /** The name of the list through which they were in scope when last seen; null = through their unit. */
  throughList: string | null
  /** When the first complete read missed this person; null while it is being seen. */
  suspectedAt: Date | null
}

export type JoinedAccount = {
  join: JoinFacts
  account: AccountFacts
  /** True when this same plan gives the account to another entry of the directory, because an administrator said so. */
  handedOver?: boolean
}

/** A person was asked and has not answered, declined, or an administrator left the account apart. */
export type Apart = 'asked' | 'declined' | 'left-apart'

/** An account that may be a directory person's, or stands in the way of one: found by a value, and not that person's own. */
export type CandidateFacts = AccountFacts & {
  /** What it was found by. `object-guid`: another connector has joined it to this same person. */
  rules: readonly (JoinRule | 'object-guid')[]
  /** How many people of the read who have no account find this one, by any of the rules that count. */
  claimants: number
  /** True when the account's address is in a domain that is verified for this organization. */
  domainVerified: boolean
  /** True when the person whom this connector joined it to was read, in scope and enabled. */
  ownerPresent: boolean
  /** The anchor it is joined to already (by any connector); null = to nobody. */
  joinedAnchor: Anchor | null
  /** True when some other directory person once owned it: its history is not for anybody new. */
  formerPerson: boolean
  /** What an administrator's review of unmanaged users came to that speaks against linking it; null = nothing. */
  apart: Apart | null
}

/** What is known of a person in the read. */
export type PersonFacts = {
  person: MappedPerson
  placement: Placement
  /** With placement `excluded`: the name of the incoming rule that is met. */
  excludedBy: string | null
  /** The reason that was given for that rule, if one was. */
  exclusionReason?: string | undefined
  /**
   * The name of the distribution list that brings them in although no included unit does; with placement
   * `list-members-unknown` of the one whose members could not be told.
   */
  list: string | null
  parent: Anchor | null
  /** DN of the parent unit, for display. */
  unit: string | null
  /** The manager's anchor; null when there is none, or its DN was not found in the read (which never clears). */
  manager: Anchor | null
  /** What the directory has as their photo; null when nobody asked, or it did not answer (which never clears). */
  photo: PhotoFact | null
  /** People with placement `in` of this read with the same canonical address, without this one; `example` names one. */
  sameAddress: { others: number; example: string | null }
  joined: JoinedAccount | null
  /** Without the joined one: accounts with `person.emailKey`, and for whoever has no account those that a rule finds. */
  candidates: readonly CandidateFacts[]
  /** True when this same plan moves the account that has `person.emailKey` to another address (see `settleAddresses`). */
  addressFreed: boolean
  leaving: LeavingSettings
  policies: FieldPolicies
  /** What an administrator decided about this person, who has no account yet. */
  decision: JoinDecision | null
  /** The rules that may link somebody to an account, in their order. */
  rules: readonly JoinRule[]
}

/** What a look-up by GUID found; see `DirectorySource.lookUp`. */
export type FoundObject = {
  /** True for a tombstone. */
  deleted: boolean
  status: PersonStatus
  /** `not-in-scope` also when it stands outside of everything that was read; `unknown` when that cannot be told. */
  placement: Placement | 'unknown'
  parent: Anchor | null
  unit: string | null
}

/** What is known of a joined person that a complete read did not deliver. */
export type AbsentFacts = JoinedAccount & {
  anchor: Anchor
  /** null = the server answered that there is no such object; `failed` = it did not answer, which is never evidence. */
  lookUp: FoundObject | null | 'failed'
  /** False after a quick import, which proves nobody's absence for good. */
  completeRead: boolean
  /** True when the unit of `join.parent` was itself delivered by this read. */
  parentReadable: boolean
  leaving: LeavingSettings
  now: Date
}
