/** The sample company, as the start script runs it. Plain constants, so that others can import them without the server. */
export const sampleSeed = 20_260_101
export const samplePeople = 1_200
export const sampleDomain = 'northwind.example'
export const sampleBaseDn = 'DC=northwind,DC=example'

/**
 * The service account a connector signs in with. The password is public on purpose: the server listens on the loopback
 * interface only, holds invented people and refuses every write.
 */
export const sampleCredentials = {
  userId: `svc-enrollment@${sampleDomain}`,
  password: 'Sample-Directory-1',
} as const

/** Accounts on which the sub-codes of a failed sign-in can be seen. All share the service account's password. */
export const sampleAccounts = {
  administrator: `Administrator@${sampleDomain}`,
  disabled: `svc-retired@${sampleDomain}`,
  mustChange: `svc-newcomer@${sampleDomain}`,
  expired: `svc-migration@${sampleDomain}`,
} as const
