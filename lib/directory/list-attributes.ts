/** What is read of a list beside its members, in LDAP spelling. */
export const listAttributes = [
  'cn',
  'displayName',
  'mail',
  'proxyAddresses',
  'sAMAccountName',
  'description',
  'groupType',
  'objectSid',
  'managedBy',
  'isCriticalSystemObject',
] as const

/**
 * Whose primary group is which list, by the last part of the list's objectSid (MS-ADTS 3.1.1.4.5.27): such members do not
 * stand in the list's `member`. Read of people where lists are read.
 */
export const primaryGroupAttribute = 'primaryGroupID'
