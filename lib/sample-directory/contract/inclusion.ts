import { beforeAll, describe, expect, test } from 'vitest'
import { filterAttributes } from '@/lib/directory/formats/search-filter'
import type { DirectoryObject, DirectorySource } from '@/lib/directory/source'
import { read, sourceFor } from '@/lib/directory/testing/reading'
import { checkInclusion, readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import { compileInclusion } from '@/lib/sync/inclusion/compile-inclusion'
import type { Running } from '../contract'
import { searchPages } from '../testing/paged-search'
import { signedIn } from './target'

const everybody = '(objectCategory=person)(objectClass=user)'

/** Rules that a company could have, each decided by us and by the server. */
const rules = [
  '(mail=*)',
  '(!(mobile=*))',
  '(department=sales)',
  '(!(department=SALES))',
  '(|(department=Sales)(department=IT))',
  '(&(mail=*)(!(title=*lead*))(department=*))',
  '(title=*e*e*)',
  '(sAMAccountName=a*)',
  '(&(objectCategory=person)(objectClass=user))',
  '(objectCategory=user)',
  '(objectClass=contact)',
  '(userAccountControl:1.2.840.113556.1.4.803:=2)',
  '(!(userAccountControl:1.2.840.113556.1.4.804:=2))',
  '(userAccountControl=512)',
  '(userAccountControl>=513)',
  '(!(userAccountControl<=512))',
  '(accountExpires<=1)',
  '(whenCreated>=20160101000000.0Z)',
  '(whenCreated<=20160101000000.0Z)',
  '(department:=Sales)',
  '(cn=*\\2a*)',
  '(!(&(mail=*)(department=Sales)))',
]

export function inclusionContract(target: Running): void {
  const { signal } = new AbortController()
  let source: DirectorySource
  let people: DirectoryObject[]
  const written = rules.flatMap(rule => {
    const filter = readInclusion(rule)
    return filter.ok ? filterAttributes(filter.value) : []
  })

  describe('inclusion rules', () => {
    beforeAll(async () => {
      const { url, caPem: ca, companyDn: baseDn, reader } = target()
      source = sourceFor({ port: Number(new URL(url).port), ca }, { ...reader, baseDn })
      const definitions = await source.describeAttributes([...new Set(written)], signal)
      const attributes = definitions.flatMap(definition => definition?.name ?? [])
      const { objects } = await read(source, { attributes: [...new Set([...attributes, 'sAMAccountName', 'manager'])] })
      people = objects.filter(({ kind }) => kind === 'person')
    })

    async function decided(rule: string): Promise<string[]> {
      const parsed = readInclusion(rule)
      if (!parsed.ok) throw new Error(`${rule} is no filter`)
      const names = filterAttributes(parsed.value)
      const checked = checkInclusion(rule, names, await source.describeAttributes(names, signal))
      if (!checked.ok) throw new Error(checked.faults.map(({ code }) => code).join())
      const includes = compileInclusion(checked.value)
      const matching = people.filter(person => includes(person) === true)
      return matching.map(({ attributes }) => attributes.sAMAccountName?.[0] ?? '').sort()
    }

    const found = (rule: string) =>
      signedIn(target(), async client => {
        const request = { base: target().companyDn, filter: `(&${everybody}${rule})`, size: 500 }
        const pages = await searchPages(client, { ...request, attributes: ['sAMAccountName'] })
        return pages.flatMap(page => page.entries.map(entry => String(entry.sAMAccountName))).sort()
      })

    test.each(rules)('%s is decided as the server decides it', async rule => {
      expect(await decided(rule)).toEqual(await found(rule))
    })

    test('a manager is named as the server names them, in any spelling', async () => {
      const manager = people.map(({ attributes }) => attributes.manager?.[0]).find(dn => dn && !/[\\*()]/.test(dn))
      const rule = `(manager=${manager?.toUpperCase()})`
      expect(await decided(rule)).toEqual(await found(rule))
      expect((await decided(rule)).length).toBeGreaterThan(0)
    })

    test('the schema says how values compare, what is computed, and what it does not know', async () => {
      const names = ['DEPARTMENT', 'userAccountControl', 'accountExpires', 'whenCreated', 'manager', 'objectSid']
      const more = ['objectClass', 'isCriticalSystemObject', 'objectGUID', 'canonicalName', 'extensionAtribute1']
      expect(await source.describeAttributes([...names, ...more], signal)).toEqual([
        { name: 'department', syntax: 'text', constructed: false },
        { name: 'userAccountControl', syntax: 'integer', constructed: false },
        { name: 'accountExpires', syntax: 'large-integer', constructed: false },
        { name: 'whenCreated', syntax: 'time', constructed: false },
        { name: 'manager', syntax: 'dn', constructed: false },
        { name: 'objectSid', syntax: 'sid', constructed: false },
        { name: 'objectClass', syntax: 'name', constructed: false },
        { name: 'isCriticalSystemObject', syntax: 'boolean', constructed: false },
        { name: 'objectGUID', syntax: 'octets', constructed: false },
        { name: 'canonicalName', syntax: 'text', constructed: true },
        null,
      ])
    })
  })
}
