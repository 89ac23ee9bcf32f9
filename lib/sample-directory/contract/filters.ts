import { EqualityFilter, type Filter } from 'ldapts'
import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { codeOf, type KnownPerson, signedIn } from './target'

const isPerson = '(objectCategory=person)(objectClass=user)'

/** Filters beside the rule by which the known people say who must be found. */
const cases: [filter: string, rule: (person: KnownPerson) => boolean][] = [
  ['(mail=*)', ({ attributes }) => attributes.mail !== undefined],
  ['(!(mail=*))', ({ attributes }) => attributes.mail === undefined],
  // What is absent is not equal: Active Directory's NOT finds people without the attribute.
  ['(!(mobile=+49 151 0))', () => true],
  ['(&(mail=*)(mobile=*))', ({ attributes }) => attributes.mail !== undefined && attributes.mobile !== undefined],
  ['(|(department=SALES)(department=it))', ({ attributes }) => ['Sales', 'IT'].includes(attributes.department ?? '')],
  ['(department=Legal, Risk & Compliance)', ({ attributes }) => attributes.department === 'Legal, Risk & Compliance'],
  ['(sn=*er)', ({ attributes }) => /er$/i.test(attributes.sn ?? '')],
  ['(mail=*.m*@*.example)', ({ attributes }) => /\.m.*@.*\.example$/i.test(attributes.mail ?? '')],
  ['(userAccountControl:1.2.840.113556.1.4.803:=2)', ({ enabled }) => !enabled],
  ['(!(userAccountControl:1.2.840.113556.1.4.803:=2))', ({ enabled }) => enabled],
  ['(userAccountControl:1.2.840.113556.1.4.804:=514)', () => true],
  ['(userAccountControl>=1)', () => true],
  ['(uSNChanged<=1)', () => false],
  // An attribute that no schema knows is neither true nor false.
  ['(extensionAtribute1=x)', () => false],
  ['(|(extensionAtribute1=x)(objectClass=user))', () => true],
]

export function filterContract(target: Running): void {
  const find = (filter: string | Filter) =>
    signedIn(target(), async client => {
      const options = { filter, paged: { pageSize: 500 }, attributes: ['sAMAccountName'], timeLimit: 0 }
      const { searchEntries } = await client.search(target().companyDn, options)
      return searchEntries.map(entry => String(entry.sAMAccountName)).sort()
    })

  describe('filters', () => {
    test.each(cases)('%s', async (filter, rule) => {
      const expected = target()
        .people.filter(rule)
        .map(person => person.sAMAccountName)
      expect(await find(`(&${isPerson}${filter})`)).toEqual(expected.sort())
    })

    const accentsCount = target.differs('accents-count')
    test(`(givenName=a*) ${accentsCount ? 'finds no Á' : 'finds Á too'}`, async () => {
      const plain = (name = '') => (accentsCount ? name : name.normalize('NFD'))
      const expected = target().people.filter(({ attributes }) => /^a/i.test(plain(attributes.givenName)))
      expect(await find(`(&${isPerson}(givenName=a*))`)).toEqual(expected.map(one => one.sAMAccountName).sort())
    })

    const isFalse = target.differs('unknown-attribute-is-false')
    test(`(!(extensionAtribute1=x)) finds ${isFalse ? 'everybody' : 'nobody'}`, async () => {
      const everybody = target().people.map(person => person.sAMAccountName)
      expect(await find(`(&${isPerson}(!(extensionAtribute1=x)))`)).toEqual(isFalse ? everybody.sort() : [])
    })

    const isRefused = target.differs('approximate-match-fails')
    test(isRefused ? 'an approximate match is refused' : 'an approximate match is an equality', async () => {
      const { attributes, sAMAccountName } = target().people.at(-1) ?? {}
      const found = find(`(displayName~=${attributes?.displayName?.toUpperCase()})`)
      if (isRefused) return expect(await codeOf(found)).toBe(1)
      expect(await found).toContain(sAMAccountName)
    })

    test('computers are users by class but no persons by category', async () => {
      const people = target()
        .people.map(person => person.sAMAccountName)
        .sort()
      expect(await find(`(&${isPerson})`)).toEqual(people)
      expect(await find('(&(objectCategory=person)(objectClass=computer))')).toEqual([])
    })

    test('a person is found by the bytes of the objectGUID', async () => {
      const { dn = '', sAMAccountName } = target().people[1] ?? {}
      const [entry] = await signedIn(target(), async client => {
        const options = { scope: 'base' as const, attributes: ['objectGUID'], explicitBufferAttributes: ['objectGUID'] }
        return (await client.search(dn, options)).searchEntries
      })
      const value = entry?.objectGUID
      if (!Buffer.isBuffer(value)) throw new TypeError('objectGUID is binary')
      expect(await find(new EqualityFilter({ attribute: 'objectGUID', value }))).toEqual([sAMAccountName])
    })

    test('scopes are the base alone, its children, or everything below', async () => {
      const { companyDn } = target()
      const units = (scope: 'base' | 'one' | 'sub') =>
        signedIn(target(), async client => {
          const options = { scope, filter: '(objectClass=organizationalUnit)', attributes: ['1.1'] }
          return (await client.search(companyDn, options)).searchEntries.map(entry => entry.dn)
        })
      const [base, one, sub] = await Promise.all([units('base'), units('one'), units('sub')])
      expect(base).toEqual([companyDn])
      expect(one).not.toContain(companyDn)
      expect(one.length).toBeGreaterThan(3)
      expect(sub).toEqual(expect.arrayContaining([companyDn, ...one]))
      expect(sub.length).toBeGreaterThan(one.length + 1)
    })
  })
}
