/**
 * Every way in which reading a directory can fail: its code, and the arguments that its sentence in
 * `lib/words/en/directory.json` names. A fault of any kind makes its scope incomplete, and an incomplete scope removes nobody.
 */
export const readFaultArguments = {
  // reaching the server
  'name-not-found': ['host'],
  'address-not-allowed': ['host', 'address'],
  'port-not-allowed': ['port'],
  'connection-refused': ['host', 'port'],
  'connection-timeout': ['host', 'port', 'seconds'],
  'connection-lost': ['host'],
  'network-unreachable': ['host', 'port'],
  // securing the connection
  'not-tls': ['host', 'port'],
  'start-tls-refused': ['host', 'port', 'text'],
  'not-ldap': ['host', 'port'],
  'certificate-not-pinned': ['host'],
  'certificate-name-mismatch': ['names', 'host'],
  'certificate-unknown-authority': ['issuer'],
  'certificate-expired': ['validTo'],
  'certificate-not-yet-valid': ['validFrom'],
  'certificate-invalid': ['reason'],
  // signing in (MS-ADTS 3.1.1.3.4: error text data XXX)
  'bind-rejected': [],
  'bind-user-unknown': [],
  'bind-account-disabled': [],
  'bind-account-expired': [],
  'bind-account-locked': [],
  'bind-password-expired': [],
  'bind-password-must-change': [],
  'bind-logon-not-permitted': [],
  'bind-needs-encryption': [],
  'bind-anonymous': [],
  'bind-lost': [],
  // finding the base
  'not-active-directory': ['host'],
  'server-not-synchronized': ['host'],
  'base-not-found': ['baseDn'],
  'base-unreadable': ['baseDn'],
  'base-outside-naming-contexts': ['baseDn', 'namingContexts'],
  'unit-not-found': ['dn'],
  // proving that everything was read
  'result-code': ['code', 'text'],
  referral: ['url'],
  'paging-control-missing': [],
  'page-malformed': [],
  'entry-without-guid': ['dn'],
  'enumerations-differ': ['count'],
  'directory-changing': ['count'],
  'directory-changed': [],
  'server-changed': ['was', 'now'],
  'time-limit': [],
  'size-limit': [],
  'entry-too-large': ['megabytes'],
  'too-many-entries': ['limit'],
  'too-much-data': ['gigabytes'],
  // of one list: its members are unknown, and nothing else is
  'list-incomplete': ['list'],
  'list-changing': ['list'],
  'list-too-long': ['list', 'limit'],
  // reading through an agent in the intranet
  'agent-missing': [],
  'agent-offline': ['minutes'],
  'agent-not-configured': ['agent'],
  'agent-base-refused': ['baseDn'],
  'agent-attributes-refused': ['attributes'],
  'agent-answer-unreadable': [],
  cancelled: [],
  unexpected: [],
  // warnings of Test Connection: nothing is wrong with the read, and someone should know
  'certificate-expires-soon': ['days', 'validTo'],
  'account-is-administrator': ['groups'],
  'clock-skew': ['minutes', 'ahead'],
  'paging-not-offered': [],
  'attributes-unused': ['people', 'attributes'],
  'deleted-not-visible': [],
  'base-empty': ['baseDn'],
} as const satisfies Record<string, readonly string[]>
export type ReadFaultCode = keyof typeof readFaultArguments
export const readFaultCodes = Object.keys(readFaultArguments) as ReadFaultCode[]

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

/** What a fault's sentence needs. */
type Needed<C extends ReadFaultCode> = Record<(typeof readFaultArguments)[C][number], string | number>

/** A code with names, numbers and addresses for its sentence, and whatever else is worth knowing; never a secret. */
export type ReadFault<C extends ReadFaultCode = ReadFaultCode> = {
  [K in C]: { code: K; args: Needed<K> & Record<string, string | number> }
}[C]

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
