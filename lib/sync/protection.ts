import type { AccountFacts } from './facts'

/** Owners, break-glass accounts and the acting administrator's own are not touched at all. */
export const isUntouchable = (account: Pick<AccountFacts, 'role' | 'breakGlass' | 'acting'>): boolean =>
  account.role === 'owner' || account.breakGlass || account.acting

/** Beside those, administrators keep their access and their address, whatever the directory says; the rest of the profile follows it. */
export const isPrivileged = (account: Pick<AccountFacts, 'role' | 'breakGlass' | 'acting'>): boolean =>
  account.role !== 'member' || isUntouchable(account)
