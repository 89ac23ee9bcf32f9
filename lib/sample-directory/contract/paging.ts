import { Control } from 'ldapts'
import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { searchPage, searchPages } from '../testing/paged-search'
import { codeOf, signedIn } from './target'

const everybody = '(&(objectCategory=person)(objectClass=user))'

export function pagingContract(target: Running): void {
  const request = (size: number) => ({ base: target().companyDn, filter: everybody, size })

  describe('pages', () => {
    test('hold everybody exactly once, whatever their size', async () => {
      const wanted = target()
        .people.map(person => person.dn)
        .sort()
      await signedIn(target(), async client => {
        for (const size of [7, 100, 1_000]) {
          const pages = await searchPages(client, request(size))
          expect(pages.flatMap(page => page.entries.map(entry => entry.dn)).sort()).toEqual(wanted)
          expect(pages.every(page => page.entries.length <= size)).toBe(true)
        }
      })
    })

    test('end with a control that carries an empty cookie, also when nothing was found', async () => {
      const { cookie, entries } = await signedIn(target(), client =>
        searchPage(client, { ...request(100), filter: '(sAMAccountName=nobody-at-all)' }),
      )
      expect([entries.length, cookie.length]).toEqual([0, 0])
    })

    test('cannot be continued on another connection', async () => {
      await signedIn(target(), async first => {
        const { cookie } = await searchPage(first, request(5))
        expect(cookie.length).toBeGreaterThan(0)
        const code = await signedIn(target(), second => codeOf(searchPage(second, { ...request(5), cookie })))
        expect(code).not.toBe(0)
      })
    })

    test('a critical control that the server does not know ends the search with code 12', async () => {
      const search = (critical: boolean) =>
        signedIn(target(), client =>
          codeOf(client.search(target().companyDn, { scope: 'base' }, [new Control('1.2.3.4.5.6', { critical })])),
        )
      expect(await search(true)).toBe(12)
      expect(await search(false)).toBe(0)
    })
  })
}
