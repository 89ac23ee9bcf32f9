import type { Entry } from 'ldapts'
import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { searchPages } from '../testing/paged-search'
import { type KnownList, signedIn } from './target'

const chain = '1.2.840.113556.1.4.1941'
/** MaxValRange of a domain controller with Windows' default limits. */
const mostValues = 1_500

export function listContract(target: Running): void {
  /** What is answered to these attributes of a list, by the answer's own names; names without values are left out. */
  const read = (dn: string, ...attributes: string[]) =>
    signedIn(target(), async client => {
      const { searchEntries } = await client.search(dn, { scope: 'base', attributes })
      return held(searchEntries[0])
    })
  const find = (filter: string, base = target().companyDn) =>
    signedIn(target(), async client => {
      const pages = await searchPages(client, { base, filter, size: 500, attributes: ['1.1'] })
      return pages.flatMap(page => page.entries.map(entry => entry.dn)).sort()
    })
  const list = (name: string): KnownList => {
    const found = target().lists.find(each => each.name === name)
    if (!found) throw new Error(`No list is called ${name}`)
    return found
  }

  describe('lists', () => {
    test('name each member once, and none when they have none', async () => {
      for (const { dn, members } of target().lists.filter(each => each.members.length < mostValues)) {
        const { member = [] } = await read(dn, 'member')
        expect([...member].sort()).toEqual([...members].sort())
      }
    })

    test('answer with the piece that is asked for, and call the last one by a star', async () => {
      const { dn, members } = list('Employees and Partners')
      const half = Math.floor(Math.min(members.length, mostValues) / 2)
      const first = await read(dn, `member;range=0-${half - 1}`)
      expect(Object.keys(first)).toEqual([`member;range=0-${half - 1}`])
      const found = Object.values(first).flat()
      for (let low = half; low < members.length; low = found.length) {
        const [[name, values] = ['', []]] = Object.entries(await read(dn, `member;range=${low}-${low + half - 1}`))
        found.push(...values)
        expect(name).toBe(`member;range=${low}-${found.length === members.length ? '*' : found.length - 1}`)
      }
      expect(found.sort()).toEqual([...members].sort())
    })

    test('give their last value when asked for it, and no value beyond', async () => {
      const { dn, members } = list('Employees and Partners')
      const last = members.length - 1
      expect(await read(dn, `member;range=${last}-*`)).toEqual({ [`member;range=${last}-*`]: [expect.any(String)] })
      expect(await read(dn, `member;range=${members.length}-*`)).toEqual({})
    })

    test('that are short are whole in their first piece', async () => {
      const { dn, members } = list('Project Alpha')
      const answer = await read(dn, `member;range=0-${mostValues - 1}`)
      expect(Object.keys(answer)).toEqual(['member;range=0-*'])
      expect(answer['member;range=0-*']?.sort()).toEqual([...members].sort())
      expect(await read(list('Project Archive').dn, 'member;range=0-*')).toEqual({})
    })

    test('with more members than one answer holds come without any under the plain name', async () => {
      const { dn, members } = list('Employees and Partners')
      const answer = await read(dn, 'member')
      if (target.differs('long-lists-come-whole')) expect(answer.member).toHaveLength(members.length)
      else expect(Object.keys(answer)).toEqual(['member;range=0-1499'])
    })

    test('are found from their members, however deep', async () => {
      const [beta, steering] = [list('Project Beta'), list('Steering Committee')]
      const direct = beta.members.find(dn => target().people.some(person => person.dn === dn)) ?? ''
      expect(await find(`(member=${direct})`)).not.toContain(steering.dn)
      expect(await find(`(member:${chain}:=${direct})`)).toEqual(expect.arrayContaining([beta.dn, steering.dn]))
    })

    test('in a circle end, and hold the people of all of them', async () => {
      const [alpha, beta, steering] = [list('Project Alpha'), list('Project Beta'), list('Steering Committee')]
      const people = new Set(target().people.map(person => person.dn))
      const everyone = new Set([alpha, beta, steering].flatMap(each => each.members.filter(dn => people.has(dn))))
      const isPerson = '(objectCategory=person)(objectClass=user)'
      for (const { dn } of [alpha, beta, steering])
        expect(await find(`(&${isPerson}(memberOf:${chain}:=${dn}))`)).toEqual([...everyone].sort())
    })

    test('that are primary groups do not name their members; the members name them', async () => {
      const { baseDn, people } = target()
      const domainUsers = `CN=Domain Users,CN=Users,${baseDn}`
      expect(await read(domainUsers, 'member')).toEqual({})
      const sid = await signedIn(target(), async client => {
        const options = { scope: 'base' as const, attributes: ['objectSid'], explicitBufferAttributes: ['objectSid'] }
        return (await client.search(domainUsers, options)).searchEntries[0]?.objectSid
      })
      expect(Buffer.isBuffer(sid) && sid.readUInt32LE(sid.length - 4)).toBe(513)
      expect(await find('(&(objectCategory=person)(primaryGroupID=513))')).toEqual(people.map(({ dn }) => dn).sort())
    })
  })
}

function held(entry: Entry | undefined): Record<string, string[]> {
  const { dn: _, ...attributes } = entry ?? { dn: '' }
  const lists = Object.entries(attributes).map(([name, value]) => [name, [value].flat().map(String)] as const)
  return Object.fromEntries(lists.filter(([, values]) => values.length > 0))
}
