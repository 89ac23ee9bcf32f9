import { Attribute, Change, Control } from 'ldapts'
import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { codeOf, signedIn } from './target'

const showDeleted = '1.2.840.113556.1.4.417'

export function protectionContract(target: Running): void {
  describe('what an ordinary account cannot do', () => {
    test('nothing can be written, and trying changes nothing', async () => {
      const { companyDn, people } = target()
      const dn = people[0]?.dn ?? ''
      await signedIn(target(), async client => {
        const before = await client.search(dn, { scope: 'base', attributes: ['*'] })
        const title = new Change({
          operation: 'replace',
          modification: new Attribute({ type: 'title', values: ['x'] }),
        })
        const codes = [
          await codeOf(client.modify(dn, title)),
          await codeOf(client.modifyDN(dn, `CN=x,${companyDn}`)),
          await codeOf(client.del(dn)),
          await codeOf(client.add(`CN=x,${companyDn}`, { objectClass: 'user', sAMAccountName: 'x' })),
        ]
        expect(codes).toEqual([50, 50, 50, 50])
        expect(await client.search(dn, { scope: 'base', attributes: ['*'] })).toEqual(before)
      })
    })

    test('a base that does not exist is code 32 with the nearest name that does', async () => {
      const { companyDn } = target()
      const search = signedIn(target(), client => client.search(`OU=Nowhere,${companyDn}`, { scope: 'sub' }))
      expect(await codeOf(search)).toBe(32)
      const guid = signedIn(target(), client => client.search('<GUID=00000000-0000-4000-8000-000000000000>'))
      expect(await codeOf(guid)).toBe(32)
    })

    test('the deleted are not shown to anybody who does not ask for them', async () => {
      const deleted = (controls: Control[]) =>
        signedIn(target(), client =>
          client.search(target().baseDn, { filter: '(&(isDeleted=TRUE)(objectClass=user))' }, controls),
        )
      expect((await deleted([])).searchEntries).toEqual([])
      expect(await codeOf(deleted([new Control(showDeleted, { critical: true })]))).toBe(0)
    })
  })
}
