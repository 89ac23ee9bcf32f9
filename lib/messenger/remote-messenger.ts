import type { ManagedField, RemoteAccount, RemoteGroup, RemoteValues } from './scim/resource'

/**
 * A Messenger whose accounts and teams are not in our own tables. Ours stay the truth of joins and decisions: what is written
 * here is an effect after the commit, object by object, and what is read here tells what the other side has.
 * Every function throws a ScimFault for whatever keeps it from its purpose.
 */
export type RemoteMessenger = {
  /** What it says it can do; whether objects have versions that a change can insist on. */
  describe(): Promise<{ hasVersions: boolean }>
  /** Whether accounts and teams can be listed at all with what we were given; one of each is asked for. */
  probe(kind: 'account' | 'group'): Promise<void>
  /** Every account, page by page; ends without an error only when it is proved that these are all. */
  listAccounts(): AsyncGenerator<RemoteAccount[]>
  readAccount(id: string): Promise<RemoteAccount>
  /** Accounts with exactly this value; more than one is possible. */
  findAccounts(field: 'externalId' | 'userName', value: string): Promise<RemoteAccount[]>
  createAccount(wanted: RemoteValues): Promise<RemoteAccount>
  /** Writes these fields, provided that the account is still as it was read; deactivating is writing `active`. */
  updateAccount(remote: RemoteAccount, fields: readonly ManagedField[], wanted: RemoteValues): Promise<RemoteAccount>
  /** Every team, without its members. */
  listGroups(): AsyncGenerator<RemoteGroup[]>
  readGroup(id: string): Promise<RemoteGroup>
  findGroups(externalId: string): Promise<RemoteGroup[]>
  createGroup(group: { externalId: string; name: string }): Promise<RemoteGroup>
  renameGroup(remote: RemoteGroup, name: string): Promise<RemoteGroup>
  removeGroup(id: string): Promise<void>
  /** Ids of the accounts in it. */
  readMembers(id: string): Promise<Set<string>>
  addMembers(id: string, accounts: readonly string[]): Promise<void>
  removeMembers(id: string, accounts: readonly string[]): Promise<void>
}
