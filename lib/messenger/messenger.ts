/** What a Messenger says of an account and we keep in step; each name is that of SCIM, or ours for a part of a list. */
export const managedFields = [
  'externalId',
  'userName',
  'name.givenName',
  'name.familyName',
  'displayName',
  'title',
  'active',
  'emails.work',
  'phoneNumbers.work',
  'phoneNumbers.mobile',
  'employeeNumber',
  'organization',
  'department',
  'manager',
] as const
export type ManagedField = (typeof managedFields)[number]
/** A field without a value is absent. */
export type AccountValues = { [Field in ManagedField]?: string | boolean }
/** One of an account's addresses or numbers. */
export type ListValue = { value: string; type?: string | undefined; primary?: boolean | undefined }
export type MessengerAccount = {
  id: string
  /** Its entity tag; null = it did not say. */
  version: string | null
  values: AccountValues
  /** Whole lists, because a part of one can only be changed with its neighbors in mind. */
  emails: ListValue[]
  phoneNumbers: ListValue[]
}
export type MessengerGroup = { id: string; version: string | null; externalId: string | null; name: string }

/**
 * A Messenger: whose accounts there are, and in which teams they are. `ownMessenger` is the one in our own tables, which every
 * organization has; `scimMessenger` is one that stands elsewhere and speaks SCIM 2.0. Each knows an object of the other by its
 * `externalId`. What is ours is the truth of joins and decisions, written by runs and administrators with their statements for
 * many at once; this is how one Messenger takes over, object by object, what the other one has.
 * Every function throws a MessengerFault for whatever keeps it from its purpose.
 */
export type Messenger = {
  /** What it says it can do; whether objects have versions that a change can insist on. */
  describe(): Promise<{ hasVersions: boolean }>
  /** Whether accounts and teams can be listed at all with what we were given; one of each is asked for. */
  probe(kind: 'account' | 'group'): Promise<void>
  /** Every account, page by page; ends without an error only when it is proved that these are all. */
  listAccounts(): AsyncGenerator<MessengerAccount[]>
  readAccount(id: string): Promise<MessengerAccount>
  /** Accounts with exactly this value; more than one is possible. */
  findAccounts(field: 'externalId' | 'userName', value: string): Promise<MessengerAccount[]>
  createAccount(wanted: AccountValues): Promise<MessengerAccount>
  /** Writes these fields, provided that the account is still as it was read; deactivating is writing `active`. */
  updateAccount(
    remote: MessengerAccount,
    fields: readonly ManagedField[],
    wanted: AccountValues,
  ): Promise<MessengerAccount>
  /** Every team, without its members. */
  listGroups(): AsyncGenerator<MessengerGroup[]>
  readGroup(id: string): Promise<MessengerGroup>
  findGroups(externalId: string): Promise<MessengerGroup[]>
  createGroup(group: { externalId: string; name: string }): Promise<MessengerGroup>
  renameGroup(remote: MessengerGroup, name: string): Promise<MessengerGroup>
  removeGroup(id: string): Promise<void>
  /** Ids of the accounts in it. */
  readMembers(id: string): Promise<Set<string>>
  addMembers(id: string, accounts: readonly string[]): Promise<void>
  removeMembers(id: string, accounts: readonly string[]): Promise<void>
}
