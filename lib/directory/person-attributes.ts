/** What the default mapping wants of a person, in LDAP spelling. */
export const requiredAttributes = [
  'displayName',
  'cn',
  'givenName',
  'sn',
  'mail',
  'userPrincipalName',
  'sAMAccountName',
  'department',
  'title',
  'telephoneNumber',
  'mobile',
  'physicalDeliveryOfficeName',
  'company',
  'employeeID',
  'manager',
  'userAccountControl',
  'accountExpires',
  'isCriticalSystemObject',
] as const

/** What the reader needs of every object to know which one it is, where it stands and whether it changed. */
export const identityAttributes = ['objectGUID', 'objectClass', 'uSNChanged', 'parentGUID', 'isDeleted'] as const
