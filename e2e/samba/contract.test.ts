import { readFileSync } from 'node:fs'
import { type ContractTarget, directoryContract, sambaDifferences } from '@/lib/sample-directory/contract'
import { baseDn, companyUnit, fillingOf, labCompany, listsOf, reader, realm, refused, staffOf } from './company'
import { startDomainController } from './domain-controller'

async function samba(): Promise<ContractTarget> {
  const company = labCompany()
  const staff = staffOf(company)
  const names = new Map(company.people.map(({ anchor, dn }) => [anchor, dn]))
  const controller = await startDomainController(realm, fillingOf(company))
  return {
    url: `ldaps://127.0.0.1:${controller.port}`,
    plainUrl: `ldap://127.0.0.1:${controller.port - 636 + 389}`,
    caPem: readFileSync(controller.certificates.caFile, 'utf8'),
    servername: 'dc1.lab.example',
    ...{ baseDn, reader, ...refused, companyDn: companyUnit(company) },
    readerDn: staff.find(({ sAMAccountName }) => sAMAccountName === reader.sam)?.dn ?? '',
    readerLogon: `LAB\\${reader.sam}`,
    people: staff.map(({ dn, sAMAccountName, attributes, manager, enabled }) => ({
      ...{ dn, sAMAccountName, attributes, enabled },
      managerDn: manager === null ? null : (names.get(manager) ?? null),
    })),
    lists: listsOf(company),
    stop: () => controller.stop(),
  }
}

directoryContract('a Samba domain controller', samba, sambaDifferences)
