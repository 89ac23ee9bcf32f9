import type { Anchor } from '@/lib/directory/anchor'

/** Account attributes with SCIM's names (RFC 7643 §4.1, §4.3); the directory's spelling ends at the mapping. */
export const accountFields = [
  'displayName',
  'givenName',
  'familyName',
  'email',
  'department',
  'title',
  'workPhone',
  /** The same number in E.164, where it is one number and nothing else; set and cleared with its twin. */
  'workPhoneE164',
  'mobilePhone',
  'mobilePhoneE164',
  'office',
  'organization',
  'employeeNumber',
  /** The manager's anchor: it stays true when the manager joins later or is renamed. */
  'manager',
  /** SHA-256 of the picture as the directory has it, hexadecimal: pictures are compared by this, and found by it. */
  'photo',
] as const
export type AccountField = (typeof accountFields)[number]
/** A field that the company added: `custom.` and its key. */
export type CustomName = `custom.${string}`
export type AttributeName = AccountField | CustomName
export type AccountAttributes = Record<AccountField, string | null> & { [name: CustomName]: string | null | undefined }

/** What the directory says of a person's right to sign in. `unknown` when userAccountControl could not be read. */
export type PersonStatus = 'enabled' | 'disabled' | 'expired' | 'unknown'

export const problemCodes = [
  'mail-missing',
  'mail-invalid',
  'mail-non-ascii',
  'domain-unverified',
  'mail-duplicate',
  'name-missing',
  'value-missing',
  'value-too-long',
  'mapping-failed',
  'value-cleaned',
  'status-unreadable',
  // of the photo, which is left as it is
  'photo-too-large',
  'photo-too-many-pixels',
  'photo-not-an-image',
] as const
type ProblemCode = (typeof problemCodes)[number]

export type Because = { code: ReasonCode; args: Record<string, string | number> }
export type Problem = { code: ProblemCode; args: Record<string, string | number> }

/**
 * Why a row of the plan is there. Sentences: `lib/words/en/sync.json`. Each names the fact, rule or setting that decided.
 */
export const reasonCodes = [
  // add, link
  'new-in-scope',
  'new-through-list',
  'same-verified-mail',
  'same-employee-number',
  'same-user-name',
  'taken-by-precedence',
  'decided-by-admin',
  // update
  'attributes-differ',
  // reactivate
  'back-in-directory',
  'enabled-again',
  'back-in-scope',
  'data-complete-again',
  // deactivate, suspend, leave alone
  'disabled-in-directory',
  'expired-in-directory',
  'deleted-in-directory',
  'absent-twice',
  'moved-out-of-scope',
  'unit-not-included',
  'not-matching-inclusion-rule',
  'left-list',
  // release
  'excluded-by-rule',
  // suspect
  'absent-first-time',
  'absent-within-grace',
  'absent-unit-unreadable',
  'absent-in-quick-import',
  'look-up-failed',
  // leave alone: not in the read, and yet there
  'present-at-look-up',
  // skip
  'not-in-scope',
  'unit-unreadable',
  'list-members-unknown',
  'new-unit-undecided',
  'new-unit-excluded',
  'built-in-account',
  'computer-account',
  'trust-account',
  'disabled-never-joined',
  'expired-never-joined',
  'problem',
  'ambiguous',
  'conflicting',
  'address-in-use',
  'account-privileged',
  'account-of-other-source',
  'account-former-person',
  'account-claimed-twice',
  'account-under-review',
  'person-recreated',
  'employee-numbers-differ',
  'decision-outdated',
  'account-handed-over',
  'protected-administrator',
  'protected-by-exclusion',
  'excluded',
  'policy-leave-alone',
  'changed-since-approval',
  'depends-on-held',
  'quiet-hours',
  'no-seat',
  'seat-of-held',
  // what undoes another run
  'run-reverted',
  'changed-since-run',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

export const changeKinds = [
  'add',
  'link',
  'update',
  'reactivate',
  'deactivate',
  'suspend',
  'release',
  /** Read, and nothing is done; the reason says why. */
  'skip',
  /** Linked and not read: noted, nothing is done yet. */
  'suspect',
  /** Linked, not read, and its policy says to leave it alone. */
  'leave-alone',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Kinds that change an account when applied. */
const actionKinds = [
  'add',
  'link',
  'update',
  'reactivate',
  'deactivate',
  'suspend',
  'release',
] as const satisfies readonly ChangeKind[]
/** Kinds that take something away from a person; the hold counts these. */
export const removalKinds = ['deactivate', 'suspend', 'release'] as const satisfies readonly ChangeKind[]

/** What people who lose something for one of these reasons may have in common beside it: the argument that names it. */
export const sharedArgument: Partial<Record<ReasonCode, 'unit' | 'list' | 'rule'>> = {
  'moved-out-of-scope': 'unit',
  'unit-not-included': 'unit',
  'left-list': 'list',
  'excluded-by-rule': 'rule',
}

export const isAction = (kind: ChangeKind): boolean => (actionKinds as readonly ChangeKind[]).includes(kind)
export const isRemoval = (kind: ChangeKind): boolean => (removalKinds as readonly ChangeKind[]).includes(kind)

/** One row of a plan: what will happen to whom, before and after, because of which rule. */
export type Change = {
  anchor: Anchor
  accountId: string | null
  kind: ChangeKind
  because: Because
  /** All problems of a skipped person; of others those that keep nobody out (`value-cleaned`, `status-unreadable`). */
  problems: Problem[]
  /** True when the person was in the read (seen in a scope), false when decided from absence or a look-up. */
  read: boolean
  /** Only the fields that differ; `active` for lifecycle changes. */
  before: ChangeValues | null
  after: ChangeValues | null
  /** For lists and search, so that a row reads without a join. */
  displayName: string
  email: string | null
  /** The unit's DN in which the person was last seen. */
  unit: string | null
}
export type ChangeValues = Partial<AccountAttributes> & { active?: boolean; suspended?: boolean }

export const holdCodes = [
  'first-run',
  'empty-read',
  'removals-over-limit',
  'removals-over-window',
  'scope-loses-share',
  'scope-loses-all',
  'removals-refused',
  'configuration-changed',
  'additions-surge',
  'mass-mail-change',
  'mass-name-change',
  'mass-clearing',
  'problems-surge',
  'domain-changed',
  'database-restored',
  'list-loses-all',
  'list-loses-members',
  'groups-over-limit',
] as const
type HoldCode = (typeof holdCodes)[number]
export const noticeCodes = [
  'unit-is-new',
  'units-are-new',
  'list-is-missing',
  'list-not-read',
  'photos-refused',
  'photos-not-read',
  'seats-needed',
  'seats-short',
  // what a revert cannot bring back
  'revert-sessions',
  'revert-mails',
  'revert-requests',
] as const
type NoticeCode = (typeof noticeCodes)[number]
/** What somebody should decide or know about a run, which holds nothing. */
export type Notice = { code: NoticeCode; args: Record<string, string | number> }
/**
 * `everything`: nothing of the plan is applied. `removals`: additions and updates go on. `groups`: only what is taken from
 * lists and organizational groups waits.
 */
export type Hold = {
  code: HoldCode
  covers: 'everything' | 'removals' | 'groups'
  args: Record<string, string | number>
}
export type Verdict = { kind: 'proceed' } | { kind: 'hold'; holds: Hold[] }
