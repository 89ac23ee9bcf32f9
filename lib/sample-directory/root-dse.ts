import type { Directory } from './directory'
import type { Item } from './item'
import { controls, extensions } from './protocol/controls'
import type { ResponseEntry } from './protocol/response'
import { generalizedTime } from './times'
import { type Value, valuesOf } from './values'

/** MS-ADTS 3.1.1.3.4.3: Active Directory, its signing, NTLM and password rules, and the version of Windows Server. */
const capabilities = ['800', '1670', '1791', '1935', '2080'].map(last => `1.2.840.113556.1.4.${last}`)

/** The root of everything, readable by anybody (RFC 4512 §5.1, MS-ADTS 3.1.1.3.2). */
export function rootDse(
  directory: Directory,
  account: Item | null,
  requested: readonly string[],
  now: Date,
): ResponseEntry {
  const { baseDn, hostName } = directory.company
  const [host = ''] = hostName.split('.')
  const configuration = `CN=Configuration,${baseDn}`
  const server = `CN=${host.toUpperCase()},CN=Servers,CN=Default-First-Site-Name,CN=Sites,${configuration}`
  const all: Record<string, readonly Value[]> = {
    currentTime: [generalizedTime(now.getTime())],
    subschemaSubentry: [`CN=Aggregate,CN=Schema,${configuration}`],
    dsServiceName: [`CN=NTDS Settings,${server}`],
    namingContexts: directory.namingContexts(),
    defaultNamingContext: [baseDn],
    schemaNamingContext: [`CN=Schema,${configuration}`],
    configurationNamingContext: [configuration],
    rootDomainNamingContext: [baseDn],
    supportedControl: Object.values(controls),
    supportedLDAPVersion: ['3', '2'],
    supportedLDAPPolicies: ['MaxPageSize', 'MaxResultSetsPerConn', 'MaxReceiveBuffer'],
    supportedExtension: [extensions.startTls, extensions.whoAmI],
    highestCommittedUSN: [String(directory.highestCommittedUsn)],
    supportedSASLMechanisms: [],
    dnsHostName: [hostName],
    ldapServiceName: [`${directory.company.domain}:${host}$@${directory.company.domain.toUpperCase()}`],
    serverName: [server],
    supportedCapabilities: capabilities,
    isSynchronized: ['TRUE'],
    isGlobalCatalogReady: ['TRUE'],
    domainFunctionality: ['7'],
    forestFunctionality: ['7'],
    domainControllerFunctionality: ['7'],
  }
  // Of whoever asks (MS-ADTS 3.1.1.3.2), and only when asked for by name.
  const own: Record<string, readonly Value[]> = { tokenGroups: account ? tokenOf(account, directory) : [] }
  const wanted = new Set(requested.map(name => name.toLowerCase()))
  const everything = wanted.size === 0 || wanted.has('*') || wanted.has('+')
  const chosen = [
    ...Object.entries(all).filter(([name]) => everything || wanted.has(name.toLowerCase())),
    ...Object.entries(own).filter(([name]) => wanted.has(name.toLowerCase())),
  ].filter(([, values]) => values.length > 0)
  return { dn: '', attributes: chosen }
}

/** Who it is, and what it is a member of. */
const tokenOf = (account: Item, directory: Directory): readonly Value[] => [
  ...valuesOf(account, 'objectSid', directory),
  ...valuesOf(account, 'tokenGroups', directory),
]
