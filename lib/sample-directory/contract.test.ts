import { generateCompany } from './company'
import { type ContractTarget, directoryContract } from './contract'
import { startSampleDirectory } from './server'
import { sampleAccounts, sampleCredentials } from './settings'

async function sample(): Promise<ContractTarget> {
  const company = generateCompany({ seed: 7, people: 1_000 })
  const server = await startSampleDirectory({ company, plainPort: 0 })
  const inCompany = company.people.filter(person => person.kind !== 'built-in')
  const names = new Map(company.people.map(person => [person.anchor, person.dn]))
  const { password } = sampleCredentials
  const companyDn = `OU=Northwind,${company.baseDn}`
  return {
    ...{ url: server.url, plainUrl: server.plainUrl, caPem: server.caPem, baseDn: company.baseDn, stop: server.stop },
    reader: sampleCredentials,
    readerDn: `CN=svc-enrollment,OU=Service Accounts,OU=Northwind,${company.baseDn}`,
    readerLogon: 'NORTHWIND\\svc-enrollment',
    disabled: { userId: sampleAccounts.disabled, password },
    mustChange: { userId: sampleAccounts.mustChange, password },
    companyDn,
    lists: company.lists.filter(({ dn }) => dn.endsWith(`,${companyDn}`)),
    expired: { userId: sampleAccounts.expired, password },
    people: inCompany.map(({ dn, sAMAccountName, attributes, manager, enabled }) => {
      const managerDn = manager === null ? null : (names.get(manager) ?? null)
      return { dn, sAMAccountName, attributes, managerDn, enabled }
    }),
  }
}

directoryContract('the sample directory', sample)
