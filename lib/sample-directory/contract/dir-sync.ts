import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { dirSync } from '../testing/dir-sync'
import { codeOf, signedIn } from './target'

const everybody = '(&(objectCategory=person)(objectClass=user))'
const nobody = `(objectGUID=${'\\00'.repeat(16)})`

export function dirSyncContract(target: Running): void {
  const search = (filter = everybody) => ({ base: target().baseDn, filter, attributes: ['sAMAccountName', 'title'] })

  describe('DirSync with the rights of an ordinary account', () => {
    test('gives everybody at first, and nobody when nothing changed', async () => {
      await signedIn(target(), async client => {
        const first = await dirSync(client, search())
        const names = first.entries.map(entry => String(entry.sAMAccountName))
        expect(target().people.filter(person => !names.includes(person.sAMAccountName))).toEqual([])
        const second = await dirSync(client, { ...search(), cookie: first.cookie })
        expect(second.entries).toEqual([])
        expect(second.cookie.length).toBeGreaterThan(0)
      })
    })

    test('gives a cookie for the present to who asks for nobody', async () => {
      await signedIn(target(), async client => {
        const { entries, cookie } = await dirSync(client, search(nobody))
        expect(entries).toEqual([])
        expect((await dirSync(client, { ...search(), cookie })).entries).toEqual([])
      })
    })

    test('is refused below a naming context’s root, without the flag, and with a cookie that is none', async () => {
      const refused = (changes: Parameters<typeof dirSync>[1]) =>
        signedIn(target(), client => codeOf(dirSync(client, changes)))
      expect(await refused({ ...search(), base: target().companyDn })).not.toBe(0)
      expect(await refused({ ...search(), flags: 0 })).toBe(50)
      expect(await refused({ ...search(), cookie: Buffer.from('garbage') })).not.toBe(0)
    })
  })
}
