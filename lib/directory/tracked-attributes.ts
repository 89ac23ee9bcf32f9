/**
 * Attributes whose every change raises uSNChanged of the object that has them: stored and replicated, neither computed when
 * they are asked for nor the other end of a link (MS-ADTS 3.1.1.1.6, 3.1.1.1.9), and no names of other objects, which change
 * when those are renamed. For any other attribute a quick import could miss a change.
 */
const tracked = new Set(
  `objectClass cn ou name displayName displayNamePrintable givenName sn initials middleName personalTitle generationQualifier
  mail proxyAddresses targetAddress mailNickname legacyExchangeDN textEncodedORAddress userPrincipalName sAMAccountName
  sAMAccountType department departmentNumber division title company employeeID employeeNumber employeeType description info
  comment adminDescription telephoneNumber mobile homePhone facsimileTelephoneNumber ipPhone pager otherTelephone otherMobile
  otherHomePhone otherPager otherIpPhone otherFacsimileTelephoneNumber physicalDeliveryOfficeName roomNumber street
  streetAddress postOfficeBox postalCode postalAddress homePostalAddress l st c co countryCode preferredLanguage wWWHomePage
  url uid uidNumber gidNumber carLicense userAccountControl accountExpires pwdLastSet lockoutTime lastLogonTimestamp
  primaryGroupID groupType objectSid sIDHistory instanceType adminCount isCriticalSystemObject systemFlags
  showInAdvancedViewOnly msExchHideFromAddressLists msExchRecipientTypeDetails msExchRecipientDisplayType
  msExchMailboxGuid mS-DS-ConsistencyGuid extensionName isDeleted whenCreated uSNCreated
  msDS-cloudExtensionAttribute1 msDS-cloudExtensionAttribute2 msDS-cloudExtensionAttribute3 msDS-cloudExtensionAttribute4
  msDS-cloudExtensionAttribute5 msDS-cloudExtensionAttribute6 msDS-cloudExtensionAttribute7 msDS-cloudExtensionAttribute8
  msDS-cloudExtensionAttribute9 msDS-cloudExtensionAttribute10 msDS-cloudExtensionAttribute11
  msDS-cloudExtensionAttribute12 msDS-cloudExtensionAttribute13 msDS-cloudExtensionAttribute14
  msDS-cloudExtensionAttribute15 msDS-cloudExtensionAttribute16 msDS-cloudExtensionAttribute17
  msDS-cloudExtensionAttribute18 msDS-cloudExtensionAttribute19 msDS-cloudExtensionAttribute20
  extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5 extensionAttribute6
  extensionAttribute7 extensionAttribute8 extensionAttribute9 extensionAttribute10 extensionAttribute11
  extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15`
    .toLowerCase()
    .split(/\s+/),
)

/**
 * Attributes with the name of one other object, which a quick import rewrites when that one is renamed or deleted: what
 * they name is known from the read itself, or the object is fetched anew.
 */
export const referenceAttributes = ['manager', 'managedBy'] as const

const references = new Set<string>(referenceAttributes.map(name => name.toLowerCase()))

/** The first of these attributes whose changes a quick import could miss; null = none. */
export function untrackedAttribute(attributes: readonly string[]): string | null {
  return attributes.find(name => !tracked.has(name.toLowerCase()) && !references.has(name.toLowerCase())) ?? null
}
