import * as z from 'zod'

/**
 * How a quick import finds what changed. `dirsync`: the server's own change feed (MS-ADTS 3.1.1.3.4.1.3). `usn`: everything
 * with a higher uSNChanged. `sweep`: identities and numbers of everything, compared with what is known.
 */
export const quickMethods = ['dirsync', 'usn', 'sweep'] as const
export type QuickMethod = (typeof quickMethods)[number]

/**
 * Up to where the directory is known, taken before the first page of the read it belongs to, so that whatever changed while
 * reading counts as changed since. Numbers belong to one database of one domain controller: `server` and `invocationId` say
 * which (MS-ADTS 3.1.1.1.9), and on any other they mean nothing.
 */
export const Watermark = z.object({
  version: z.literal(1),
  /** Chosen by a full read, from what the account may do; kept until the next one. */
  method: z.enum(quickMethods),
  /** highestCommittedUSN as a decimal text. */
  usn: z.string().regex(/^\d{1,20}$/),
  /** DirSync's cookie in base64, and whether it is used with LDAP_DIRSYNC_OBJECT_SECURITY. */
  dirSync: z.object({ cookie: z.base64(), objectSecurity: z.boolean() }).nullable(),
  invocationId: z.guid(),
  /** DN of the server's settings object (rootDSE dsServiceName). */
  server: z.string().min(1),
  domainSid: z.string().min(1),
  /** Fingerprint of what was asked for: base, scopes, attributes, lists. */
  request: z.string().min(1),
})
export type Watermark = z.infer<typeof Watermark>

/** Why a quick import could not be trusted, so that everything was read. Sentences: `lib/words/en/directory.json`. */
export const fullReadCodes = [
  // before the directory is asked
  'full-first-read',
  'full-settings-changed',
  'full-attribute-untracked',
  'full-due',
  'full-snapshot-damaged',
  'full-database-restored',
  // what the server says of itself
  'full-other-domain',
  'full-other-server',
  'full-server-restored',
  'full-numbers-went-back',
  // what the account may do
  'full-deleted-hidden',
  'full-cookie-refused',
  'full-not-offered',
  // what was found
  'full-readings-disagree',
  'full-unit-left',
  'full-too-many-changes',
  'full-names-unclear',
  'full-quick-read-failed',
] as const
export type FullReadCode = (typeof fullReadCodes)[number]

export type FullReadReason = { code: FullReadCode; args: Record<string, string | number> }
