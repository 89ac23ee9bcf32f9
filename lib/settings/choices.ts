/** What can be chosen in the settings, apart from the schemas that check it: pages offer this, and carry no schemas for it. */

/** What administrators are told of. A screen, a mail and a webhook call each by its sentences in `lib/words/en/alerts.json`. */
export const alertEvents = [
  'run-held',
  'run-failed',
  'run-problems',
  'run-recovered',
  'nothing-ran',
  'certificate-expiring',
  'agent-offline',
  'no-agent-left',
  'agent-back',
  'agent-suspicious',
  'messenger-failing',
  'messenger-recovered',
] as const

/** `immediately`: by itself, or with what else happened to the same connector in these minutes. `daily`: in one mail a day. */
export const deliveries = ['immediately', 'daily', 'never'] as const

export const defaultPorts = { ldaps: 636, starttls: 389 } as const

/** What happens to a person for each reason to leave. Nothing is ever deleted. */
export const leavingPolicies = ['deactivate', 'suspend', 'leave-alone'] as const

/** The reasons to leave, told apart; each has its own policy. */
export const leavingReasons = ['disabled', 'expired', 'deleted', 'out-of-scope', 'incomplete-data'] as const

export const matchTypes = ['exact', 'contains', 'starts-with', 'one-of', 'pattern'] as const

/** What a protected account is kept from: everything the directory would do to it, or only losing access. */
export const protections = ['leave-as-is', 'never-deactivate'] as const

/**
 * What happens to a list or an organizational group that the directory has no more, or that is no longer chosen. `keep`: it goes
 * on as Messenger's own, with everybody in it. `remove-memberships`: without those whom the directory put in. `remove`: it
 * ends, unless something in it was made by hand; then as `remove-memberships`.
 */
export const goneGroupPolicies = ['keep', 'remove-memberships', 'remove'] as const

/**
 * How an account that nobody manages is found to be a directory person's, beside objectGUID, which always comes first.
 * `verified-mail`: the same address. `employee-id`: the same employee number. `user-name`: the person's userPrincipalName is
 * the account's address.
 */
export const joinRules = ['verified-mail', 'employee-id', 'user-name'] as const

/** The account's fields that a directory may fill: SCIM's names (RFC 7643 §4.1, §4.3). Nothing else is a target. */
export const mappingTargets = [
  'displayName',
  'givenName',
  'familyName',
  'email',
  'department',
  'title',
  'workPhone',
  'mobilePhone',
  'office',
  'organization',
  'employeeNumber',
  'manager',
] as const

/**
 * How a field follows the directory. `directory-wins`: always, and it is emptied where the mapping says so. `never-clear`:
 * always, but it is never emptied. `fill-if-empty`: only while the account has no value. `when-adding`: only when the
 * account is made. `not-managed`: never.
 */
export const fieldPolicies = ['directory-wins', 'never-clear', 'fill-if-empty', 'when-adding', 'not-managed'] as const

/**
 * What becomes of units that appear below an included one after a read has shown what is there. `ask`: nobody in them is
 * added or removed until a rule of their own decides.
 */
export const newUnits = ['include', 'exclude', 'ask'] as const

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** So few people never wait for a limit of a run or a week: small companies would approve every leaver. */
export const alwaysAllowed = 5
