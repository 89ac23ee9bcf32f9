import type { Draft, Place } from './draft'

export type Frame = Record<'domain' | 'users' | 'system' | 'company' | 'controllers' | 'schema', Place>

const critical = { isCriticalSystemObject: ['TRUE'], showInAdvancedViewOnly: ['TRUE'] }

/** The naming contexts and containers that every domain has, and the company's top unit. */
export function frameDomain(
  draft: Draft,
  { baseDn, hostName, name }: Record<'baseDn' | 'hostName' | 'name', string>,
): Frame {
  const [label = ''] = baseDn.split(',')
  const domain = draft.root(
    baseDn,
    'domainDNS',
    { attribute: 'DC', value: label.slice(3) },
    {
      isCriticalSystemObject: ['TRUE'],
      lockoutThreshold: ['0'],
      minPwdLength: ['7'],
      'msDS-Behavior-Version': ['7'],
    },
  )
  const container = (title: string, attributes = {}) =>
    draft.add(domain, { objectClass: 'container', name: title, attributes })
  draft.add(domain, { objectClass: 'builtinDomain', name: 'Builtin', attributes: critical })
  container('Computers', { isCriticalSystemObject: ['TRUE'] })
  const controllers = draft.add(domain, {
    objectClass: 'organizationalUnit',
    name: 'Domain Controllers',
    attributes: { isCriticalSystemObject: ['TRUE'], description: ['Default container for domain controllers'] },
  })
  container('ForeignSecurityPrincipals', { isCriticalSystemObject: ['TRUE'] })
  draft.add(domain, { objectClass: 'lostAndFound', name: 'LostAndFound', attributes: critical })
  container('Deleted Objects', { ...critical, isDeleted: ['TRUE'] })
  const system = container('System', critical)
  const users = container('Users', { isCriticalSystemObject: ['TRUE'] })
  const company = draft.add(domain, { objectClass: 'organizationalUnit', name })
  const schema = frameConfiguration(draft, baseDn, hostName)
  return { domain, users, system, company, controllers, schema }
}

/** The configuration partition, as far as clients look into it: sites, the server's settings, its limits, partitions. */
function frameConfiguration(draft: Draft, baseDn: string, hostName: string): Place {
  const [host = ''] = hostName.split('.')
  const configuration = draft.root(`CN=Configuration,${baseDn}`, 'configuration', {
    attribute: 'CN',
    value: 'Configuration',
  })
  const schema = draft.root(`CN=Schema,CN=Configuration,${baseDn}`, 'dMD', { attribute: 'CN', value: 'Schema' })
  const sites = draft.add(configuration, { objectClass: 'sitesContainer', name: 'Sites' })
  const site = draft.add(sites, { objectClass: 'site', name: 'Default-First-Site-Name' })
  const servers = draft.add(site, { objectClass: 'serversContainer', name: 'Servers' })
  const server = draft.add(servers, {
    objectClass: 'server',
    name: host.toUpperCase(),
    attributes: { dNSHostName: [hostName] },
  })
  draft.add(server, { objectClass: 'nTDSDSA', name: 'NTDS Settings' })
  const partitions = draft.add(configuration, { objectClass: 'crossRefContainer', name: 'Partitions' })
  draft.add(partitions, {
    objectClass: 'crossRef',
    name: baseDn.slice(3).split(',')[0]?.toUpperCase() ?? '',
    attributes: {
      nCName: [baseDn],
      dnsRoot: [hostName.slice(host.length + 1)],
      nETBIOSName: [baseDn.slice(3).split(',')[0]?.toUpperCase() ?? ''],
      systemFlags: ['3'],
    },
  })
  const services = draft.add(configuration, { objectClass: 'container', name: 'Services' })
  const windows = draft.add(services, { objectClass: 'container', name: 'Windows NT' })
  const directory = draft.add(windows, { objectClass: 'container', name: 'Directory Service' })
  const policies = draft.add(directory, { objectClass: 'container', name: 'Query-Policies' })
  draft.add(policies, {
    objectClass: 'queryPolicy',
    name: 'Default Query Policy',
    attributes: {
      lDAPAdminLimits: ['MaxPageSize=1000', 'MaxValRange=1500', 'MaxResultSetsPerConn=10', 'MaxConnIdleTime=900'],
    },
  })
  return schema
}
