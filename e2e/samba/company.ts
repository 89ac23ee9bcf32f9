import {
  type Company,
  type CompanyEntry,
  generateCompany,
  type ListRecord,
  type PersonRecord,
} from '@/lib/sample-directory/company'
import { sampleAccounts, sampleCredentials } from '@/lib/sample-directory/settings'
import type { Filling } from './domain-controller'

export const realm = 'lab.example'
export const baseDn = 'DC=lab,DC=example'
/** An ordinary domain user: it may read what everyone may, and nothing else. */
export const reader = { sam: 'svc-enrollment', userId: `svc-enrollment@${realm}`, password: sampleCredentials.password }

const withPassword = (sampleAccount: string) => ({
  userId: `${sampleAccount.split('@')[0]}@${realm}`,
  password: sampleCredentials.password,
})
/** Accounts that the domain refuses although their passwords are right. */
export const refused = {
  disabled: withPassword(sampleAccounts.disabled),
  mustChange: withPassword(sampleAccounts.mustChange),
  expired: withPassword(sampleAccounts.expired),
}
const passwords = new Map([reader, ...Object.values(refused)].map(({ userId, password }) => [userId, password]))

/** The company that the domain is filled with: so many employees and a few service accounts. */
export const labCompany = (people = 1_000): Company => generateCompany({ seed: 20_261, people, baseDn, domain: realm })

/** People of the company who are put into the domain; the built-in accounts are already there. */
export const staffOf = (company: Company): PersonRecord[] => company.people.filter(({ kind }) => kind !== 'built-in')

/** The unit below which everyone of the company stands. */
export const companyUnit = (company: Company): string =>
  company.units.find(({ dn }) => dn.split(',').length === 3 && !dn.startsWith('OU=Domain Controllers'))?.dn ?? ''

/** Lists of the company that are put into the domain; the domain's own are already there. */
export const listsOf = (company: Company): ListRecord[] =>
  company.lists.filter(({ dn }) => dn.endsWith(`,${companyUnit(company)}`))

const normalAccount = 0x200
const passwordNotRequired = 0x20

/** The company as fill.py wants it. Only what an administrator could have typed; the rest is the domain's own. */
export function fillingOf(company: Company): Filling {
  const entries = new Map(company.entries.map(entry => [entry.anchor, entry]))
  const names = new Map(company.people.map(({ anchor, dn }) => [anchor, dn]))
  const units = company.units.map(({ dn }) => dn).filter(dn => !dn.startsWith('OU=Domain Controllers'))
  const people = staffOf(company).map(person => {
    const password = passwords.get(person.userPrincipalName) ?? null
    return {
      dn: person.dn,
      attributes: { ...person.attributes, ...accountOf(person, entries.get(person.anchor), password !== null) },
      manager: person.manager === null ? null : (names.get(person.manager) ?? null),
      password,
      mustChange: person.userPrincipalName === refused.mustChange.userId,
    }
  })
  const contacts = company.contacts.filter(({ dn }) => dn.endsWith(`,${companyUnit(company)}`))
  return { units, people, contacts, lists: listsOf(company) }
}

function accountOf(
  person: PersonRecord,
  entry: CompanyEntry | undefined,
  hasPassword: boolean,
): Record<string, string> {
  const flags = Number(entry?.attributes.userAccountControl?.[0] ?? normalAccount)
  return {
    sAMAccountName: person.sAMAccountName,
    userPrincipalName: person.userPrincipalName,
    // Without a password of its own an account is only allowed when none is required of it.
    userAccountControl: String(hasPassword ? flags : flags | passwordNotRequired),
    accountExpires: entry?.attributes.accountExpires?.[0] ?? '0',
  }
}
