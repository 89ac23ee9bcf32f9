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

/** What directories commonly say of a person, for whoever chooses attributes; in LDAP spelling. */
export const usualAttributes = [
  ...[
    'displayName',
    'cn',
    'givenName',
    'initials',
    'sn',
    'personalTitle',
    'generationQualifier',
    'description',
    'info',
  ],
  ...['mail', 'proxyAddresses', 'userPrincipalName', 'sAMAccountName', 'mailNickname', 'otherMailbox'],
  ...['department', 'division', 'company', 'title', 'manager', 'employeeID', 'employeeNumber', 'employeeType'],
  ...['departmentNumber', 'businessCategory', 'assistant', 'roomNumber', 'preferredLanguage', 'carLicense'],
  ...['telephoneNumber', 'otherTelephone', 'mobile', 'otherMobile', 'homePhone', 'ipPhone', 'facsimileTelephoneNumber'],
  ...[
    'physicalDeliveryOfficeName',
    'streetAddress',
    'postOfficeBox',
    'postalCode',
    'l',
    'st',
    'co',
    'c',
    'wWWHomePage',
  ],
  ...['userAccountControl', 'accountExpires', 'whenCreated', 'adminDescription', 'extensionName'],
  ...Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`),
]
