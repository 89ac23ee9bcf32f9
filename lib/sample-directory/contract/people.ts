import type { Entry } from 'ldapts'
import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { searchPages } from '../testing/paged-search'
import { codeOf, type KnownPerson, signedIn } from './target'

const everybody = '(&(objectCategory=person)(objectClass=user))'
const profile =
  `displayName givenName sn mail department title telephoneNumber mobile physicalDeliveryOfficeName company
  employeeID manager sAMAccountName`.split(/\s+/)

const text = (value: Entry[string] | undefined) => (Array.isArray(value) && value.length === 0 ? undefined : value)
const binary = (value: unknown): Buffer => {
  if (!Buffer.isBuffer(value)) throw new TypeError('A binary value was expected')
  return value
}
const parentOf = (dn: string) => dn.replace(/^(?:\\.|[^,\\])*,/, '')

export function peopleContract(target: Running): void {
  const read = (attributes: string[]) =>
    signedIn(target(), async client => {
      const pages = await searchPages(client, { base: target().companyDn, filter: everybody, size: 200, attributes })
      return pages.flatMap(page => page.entries)
    })

  describe('people', () => {
    test('come with every attribute of their record, and with no value more', async () => {
      const entries = await read([...profile, 'userAccountControl'])
      expect(entries).toHaveLength(target().people.length)
      const bySignIn = new Map(entries.map(entry => [String(entry.sAMAccountName), entry]))
      for (const person of target().people) expect(shown(bySignIn.get(person.sAMAccountName))).toEqual(expected(person))
    })

    test('are named by an objectGUID of 16 bytes, by which they and their unit are found', async () => {
      const { people, companyDn } = target()
      await signedIn(target(), async client => {
        const base = { scope: 'base' as const, explicitBufferAttributes: ['objectGUID', 'parentGUID'] }
        for (const { dn } of [people[0], people.at(-1)].filter(person => person !== undefined)) {
          const [person] = (await client.search(dn, { ...base, attributes: ['objectGUID', 'parentGUID'] }))
            .searchEntries
          const guid = binary(person?.objectGUID)
          expect(guid).toHaveLength(16)
          for (const name of [textGuid(guid), guid.toString('hex')]) {
            const { searchEntries } = await client.search(`<GUID=${name}>`, {
              ...base,
              attributes: ['distinguishedName'],
            })
            expect(searchEntries.map(entry => [entry.dn, entry.distinguishedName])).toEqual([[dn, dn]])
          }
          const [unit] = (await client.search(parentOf(dn), { ...base, attributes: ['objectGUID'] })).searchEntries
          expect(binary(person?.parentGUID).equals(binary(unit?.objectGUID))).toBe(true)
        }
        expect(await codeOf(client.search(companyDn, base))).toBe(0)
      })
    })

    test('carry numbers of change that the server has counted', async () => {
      const entries = await read(['uSNChanged', 'uSNCreated', 'whenCreated', 'whenChanged', 'name', 'accountExpires'])
      const [root] = (await signedIn(target(), client => client.search('', { scope: 'base' }))).searchEntries
      const highest = BigInt(String(root?.highestCommittedUSN))
      for (const { uSNChanged, uSNCreated, whenCreated, whenChanged, name, dn, accountExpires } of entries) {
        expect(BigInt(String(uSNChanged)) <= highest && BigInt(String(uSNCreated)) <= BigInt(String(uSNChanged))).toBe(
          true,
        )
        expect([whenCreated, whenChanged].join()).toMatch(/^\d{14}\.0Z,\d{14}\.0Z$/)
        expect(dn.replaceAll('\\', '').startsWith(`CN=${String(name).replaceAll('\\', '')},`)).toBe(true)
        expect(String(accountExpires)).toMatch(/^\d+$/)
      }
    })

    test('tell in any search what their control value does not say, but nobody can search for it', async () => {
      const computed = 'msDS-User-Account-Control-Computed'
      const entries = await read([computed, 'pwdLastSet', 'userAccountControl'])
      expect(entries.filter(entry => !/^\d+$/.test(String(entry[computed])))).toEqual([])
      // A password that was never set, and is not one that lasts for ever, has expired.
      const isExpired = (entry: Entry) => (Number(entry[computed]) & 0x800000) !== 0
      for (const entry of entries) {
        const lastsForever = (Number(entry.userAccountControl) & 0x10000) !== 0
        if (String(entry.pwdLastSet) === '0') expect(isExpired(entry)).toBe(!lastsForever)
      }
      const filter = `(&${everybody}(${computed}=*))`
      const found = await signedIn(target(), client =>
        searchPages(client, { base: target().companyDn, filter, size: 200 }),
      )
      expect(found.flatMap(page => page.entries)).toEqual([])
    })

    const one = (attributes: string[], returnAttributeValues = true) =>
      signedIn(target(), async client => {
        const { dn = '' } = target().people[0] ?? {}
        const options = { scope: 'base' as const, attributes, returnAttributeValues }
        const { searchEntries } = await client.search(dn, { ...options, explicitBufferAttributes: ['objectGUID'] })
        return searchEntries[0] ?? { dn: '' }
      })

    test('answer in the spelling of the schema, whatever spelling was asked for', async () => {
      const names = ['sAMAccountName', 'objectGUID']
      expect(Object.keys(await one(['SAMACCOUNTNAME', 'objectguid']))).toEqual(expect.arrayContaining(names))
    })

    test('give what is asked for: nothing, everything that is stored, or types only', async () => {
      expect(await one(['1.1'])).not.toHaveProperty('sAMAccountName')
      const stored = ['objectGUID', 'uSNChanged', 'whenCreated', 'cn', 'distinguishedName']
      expect(Object.keys(await one(['*']))).toEqual(expect.arrayContaining(stored))
      expect(await one(['*'])).not.toHaveProperty('parentGUID')
      expect(await one(['*', 'parentGUID'])).toHaveProperty('parentGUID')
      const types = await one(['sAMAccountName'], false)
      const { sAMAccountName } = target().people[0] ?? {}
      expect(types).toMatchObject({ sAMAccountName: target.differs('types-only-gives-values') ? sAMAccountName : [] })
    })
  })
}

function shown(entry: Entry | undefined): Record<string, unknown> {
  const values = Object.fromEntries(profile.map(name => [name, text(entry?.[name])]))
  return { ...values, dn: entry?.dn, enabled: (Number(entry?.userAccountControl) & 2) === 0 }
}

function expected({ dn, attributes, managerDn, enabled, sAMAccountName }: KnownPerson): Record<string, unknown> {
  const values = Object.fromEntries(profile.map(name => [name, attributes[name]]))
  return { ...values, sAMAccountName, manager: managerDn ?? undefined, dn, enabled }
}

/** The form that people see: the first three parts stand the other way round on the wire (MS-DTYP 2.3.4). */
function textGuid(bytes: Buffer): string {
  const part = (from: number, to: number, reversed: boolean) => {
    const piece = Buffer.from(bytes.subarray(from, to))
    return (reversed ? piece.reverse() : piece).toString('hex')
  }
  return [part(0, 4, true), part(4, 6, true), part(6, 8, true), part(8, 10, false), part(10, 16, false)].join('-')
}
