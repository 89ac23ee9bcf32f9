/**
 * Every way in which reading a directory can fail, as codes. The sentences stand in `lib/words/en/directory.json`.
 * A fault of any kind makes its scope incomplete, and an incomplete scope removes nobody.
 */
export const readFaultCodes = [
  // reaching the server
  'name-not-found',
  'address-not-allowed',
  'port-not-allowed',
  'connection-refused',
  'connection-timeout',
  'connection-lost',
  'network-unreachable',
  // securing the connection
  'not-tls',
  'start-tls-refused',
  'not-ldap',
  'certificate-not-pinned',
  'certificate-name-mismatch',
  'certificate-unknown-authority',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-invalid',
  // signing in (MS-ADTS 3.1.1.3.4: error text data XXX)
  'bind-rejected',
  'bind-user-unknown',
  'bind-account-disabled',
  'bind-account-expired',
  'bind-account-locked',
  'bind-password-expired',
  'bind-password-must-change',
  'bind-logon-not-permitted',
  'bind-needs-encryption',
  'bind-anonymous',
  'bind-lost',
  // finding the base
  'not-active-directory',
  'server-not-synchronized',
  'base-not-found',
  'base-unreadable',
  'base-outside-naming-contexts',
  'unit-not-found',
  // proving that everything was read
  'result-code',
  'referral',
  'paging-control-missing',
  'page-malformed',
  'entry-without-guid',
  'enumerations-differ',
  'directory-changing',
  'directory-changed',
  'time-limit',
  'size-limit',
  'entry-too-large',
  'too-many-entries',
  'too-much-data',
  // of one list: its members are unknown, and nothing else is
  'list-incomplete',
  'list-changing',
  'list-too-long',
  'cancelled',
  'unexpected',
  // warnings of Test Connection: nothing is wrong with the read, and someone should know
  'certificate-expires-soon',
  'account-is-administrator',
  'clock-skew',
  'paging-not-offered',
  'attributes-unused',
  'deleted-not-visible',
  'base-empty',
] as const
export type ReadFaultCode = (typeof readFaultCodes)[number]

/** The directory said no to this account with this password: saying it again could lock the account, and never helps by itself. */
const refusedSignIns: ReadonlySet<string> = new Set<ReadFaultCode>([
  'bind-rejected',
  'bind-user-unknown',
  'bind-account-disabled',
  'bind-account-expired',
  'bind-account-locked',
  'bind-password-expired',
  'bind-password-must-change',
  'bind-logon-not-permitted',
])
export const isRefusedSignIn = (code: string): boolean => refusedSignIns.has(code)

export type ReadFault = {
  code: ReadFaultCode
  /** Names, numbers and addresses for the sentence; never a secret. */
  args: Record<string, string | number>
}

/** What the reader throws where a result cannot be given. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure'
  constructor(
    readonly fault: ReadFault,
    options?: { cause?: unknown },
  ) {
    super(fault.code, options)
  }
}
