/** How values of an attribute compare (MS-ADTS 3.1.1.2.2.4, reduced to what the sample holds). */
export type Syntax = 'text' | 'integer' | 'boolean' | 'time' | 'octets' | 'sid' | 'dn'

/** Constructed attributes are computed when asked for, never part of `*`, and cannot be searched (MS-ADTS 3.1.1.4.5). */
export type AttributeDefinition = { name: string; syntax: Syntax; constructed: boolean }

const names: Record<Syntax, string> = {
  text: `objectClass cn ou dc name displayName givenName sn initials mail proxyAddresses userPrincipalName sAMAccountName
    department title telephoneNumber mobile homePhone facsimileTelephoneNumber ipPhone pager otherTelephone otherMobile
    physicalDeliveryOfficeName company employeeID employeeNumber employeeType description info l st c co postalCode
    streetAddress postOfficeBox wWWHomePage url division personalTitle middleName generationQualifier preferredLanguage
    dNSHostName operatingSystem operatingSystemVersion servicePrincipalName lDAPDisplayName lDAPAdminLimits adminDisplayName
    extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5 extensionAttribute6
    extensionAttribute7 extensionAttribute8 extensionAttribute9 extensionAttribute10 extensionAttribute11
    extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15 homeDirectory scriptPath uid
    attributeID attributeSyntax userWorkstations msDS-PrincipalName mailNickname legacyExchangeDN targetAddress displayNamePrintable canonicalName dnsRoot nETBIOSName`,
  integer: `userAccountControl uSNChanged uSNCreated accountExpires pwdLastSet lastLogon lastLogonTimestamp lockoutTime
    badPwdCount badPasswordTime logonCount countryCode codePage primaryGroupID sAMAccountType instanceType groupType
    adminCount systemFlags msDS-User-Account-Control-Computed maxPwdAge minPwdLength lockoutThreshold msDS-Behavior-Version oMSyntax`,
  boolean:
    'isCriticalSystemObject isDeleted isRecycled showInAdvancedViewOnly isSingleValued msExchHideFromAddressLists',
  time: 'whenCreated whenChanged dSCorePropagationData createTimeStamp modifyTimeStamp',
  octets:
    'objectGUID parentGUID logonHours thumbnailPhoto jpegPhoto userCertificate mS-DS-ConsistencyGuid invocationId',
  sid: 'objectSid tokenGroups sIDHistory',
  dn: `distinguishedName objectCategory manager directReports member memberOf managedBy managedObjects lastKnownParent
    wellKnownObjects otherWellKnownObjects assistant secretary nCName`,
}

const constructed = new Set([
  'canonicalName',
  'parentGUID',
  'tokenGroups',
  'msDS-User-Account-Control-Computed',
  'msDS-PrincipalName',
  'createTimeStamp',
  'modifyTimeStamp',
])

const definitions = new Map<string, AttributeDefinition>()
for (const [syntax, list] of Object.entries(names))
  for (const name of list.split(/\s+/))
    definitions.set(name.toLowerCase(), { name, syntax: syntax as Syntax, constructed: constructed.has(name) })

/** The definition of an attribute by its name in any case; undefined when the schema does not know it. */
export const attributeDefinition = (name: string): AttributeDefinition | undefined =>
  definitions.get(name.toLowerCase())

/** Every attribute that the schema knows. */
export const attributeDefinitions: readonly AttributeDefinition[] = [...definitions.values()]

export const constructedAttributes: readonly string[] = [...constructed]

/** Which schema object each class's objects carry as objectCategory: a user's category is Person (MS-ADSC). */
const categories: Record<string, string> = {
  person: 'Person',
  user: 'Person',
  contact: 'Person',
  organizationalPerson: 'Person',
  computer: 'Computer',
  group: 'Group',
  organizationalUnit: 'Organizational-Unit',
  container: 'Container',
  domainDNS: 'Domain-DNS',
  builtinDomain: 'Builtin-Domain',
  configuration: 'Configuration',
  dMD: 'DMD',
  attributeSchema: 'Attribute-Schema',
  lostAndFound: 'Lost-And-Found',
  queryPolicy: 'Query-Policy',
  crossRef: 'Cross-Ref',
  crossRefContainer: 'Cross-Ref-Container',
  nTDSDSA: 'NTDS-DSA',
  server: 'Server',
  serversContainer: 'Servers-Container',
  site: 'Site',
  sitesContainer: 'Sites-Container',
  foreignSecurityPrincipal: 'Foreign-Security-Principal',
}
const categoriesByKey = new Map(Object.entries(categories).map(([name, category]) => [name.toLowerCase(), category]))

/** The schema object's name for a class's short name, as `(objectCategory=person)` uses it. */
export const categoryOfClass = (name: string): string | undefined => categoriesByKey.get(name.toLowerCase())

/** objectClass as stored: the class and its ancestors, from the top. */
export const classChains = {
  user: ['top', 'person', 'organizationalPerson', 'user'],
  contact: ['top', 'person', 'organizationalPerson', 'contact'],
  computer: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
  group: ['top', 'group'],
  organizationalUnit: ['top', 'organizationalUnit'],
  container: ['top', 'container'],
  builtinDomain: ['top', 'builtinDomain'],
  domainDNS: ['top', 'domain', 'domainDNS'],
  configuration: ['top', 'configuration'],
  dMD: ['top', 'dMD'],
  attributeSchema: ['top', 'attributeSchema'],
  lostAndFound: ['top', 'lostAndFound'],
  queryPolicy: ['top', 'queryPolicy'],
  crossRef: ['top', 'crossRef'],
  crossRefContainer: ['top', 'crossRefContainer'],
  nTDSDSA: ['top', 'applicationSettings', 'nTDSDSA'],
  server: ['top', 'server'],
  serversContainer: ['top', 'serversContainer'],
  site: ['top', 'site'],
  sitesContainer: ['top', 'sitesContainer'],
} as const satisfies Record<string, readonly string[]>
export type ObjectClass = keyof typeof classChains
