/** LDAP result codes that the sample gives (RFC 4511 appendix A). */
const resultCodes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  unavailable: 52,
  unwillingToPerform: 53,
} as const

/** How an operation ended: code, name and text as they go over the wire. */
export type Result = { code: number; matchedDn?: string; text?: string; referral?: string }

export const success: Result = { code: resultCodes.success }
const build = 'v4563'

/** MS-ADTS 3.1.1.3.1.9: texts in which clients look for the Win32 code behind `data`. */
export const faults = {
  signIn: (data: string): Result => ({
    code: resultCodes.invalidCredentials,
    text: `80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data ${data}, ${build}\0`,
  }),
  needsEncryption: (): Result => ({
    code: resultCodes.strongerAuthRequired,
    text: `00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection, data 0, ${build}\0`,
  }),
  needsBind: (): Result => ({
    code: resultCodes.operationsError,
    text: `000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, ${build}\0`,
  }),
  noObject: (bestMatch: string): Result => ({
    code: resultCodes.noSuchObject,
    matchedDn: bestMatch,
    text: `0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${bestMatch}'\n\0`,
  }),
  badName: (name: string): Result => ({
    code: resultCodes.invalidDnSyntax,
    text: `0000208F: NameErr: DSID-0310021B, problem 2006 (BAD_NAME), data 8349, best match of:\n\t'${name}'\n\0`,
  }),
  elsewhere: (host: string, dn: string): Result => ({
    code: resultCodes.referral,
    text: `0000202B: RefErr: DSID-0310082F, data 0, 1 access points\n\tref 1: '${host}'\n\0`,
    referral: `ldap://${host}/${dn}`,
  }),
  sizeLimit: (): Result => ({ code: resultCodes.sizeLimitExceeded }),
  criticalControl: (): Result => ({
    code: resultCodes.unavailableCriticalExtension,
    text: `00002040: SvcErr: DSID-031401E7, problem 5010 (UNAVAIL_EXTENSION), data 0\n\0`,
  }),
  readOnly: (): Result => ({
    code: resultCodes.insufficientAccessRights,
    text: '00000005: SecErr: DSID-03152612, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0\n\0',
  }),
  unwilling: (): Result => ({
    code: resultCodes.unwillingToPerform,
    text: '0000209A: SvcErr: DSID-031A107A, problem 5003 (WILL_NOT_PERFORM), data 0\n\0',
  }),
  unsupportedSignIn: (): Result => ({
    code: resultCodes.authMethodNotSupported,
    text: `00002027: LdapErr: DSID-0C090510, comment: Invalid Authentication method, data 0, ${build}\0`,
  }),
  unknownExtension: (): Result => ({
    code: resultCodes.protocolError,
    text: `0000203D: LdapErr: DSID-0C090E26, comment: Unknown extended request OID, data 0, ${build}\0`,
  }),
  malformed: (): Result => ({ code: resultCodes.protocolError, text: 'The message is not LDAP' }),
} as const
