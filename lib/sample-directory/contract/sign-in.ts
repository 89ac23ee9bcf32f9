import { Client } from 'ldapts'
import { describe, expect, test } from 'vitest'
import { sidText } from '@/lib/directory/formats/security-identifier'
import type { Running } from '../contract'
import { codeOf, refusal, signedIn } from './target'

const whoAmI = '1.3.6.1.4.1.4203.1.11.3'

/** ldapts gives one value by itself and several as a list. */
const listOf = (values: unknown): Buffer[] => [values].flat().filter(value => Buffer.isBuffer(value))

export function signInContract(target: Running): void {
  describe('signing in', () => {
    test('works by user principal name, by DN and as DOMAIN\\name', async () => {
      const { reader, readerDn, readerLogon } = target()
      expect(await refusal(target(), reader)).toBe(null)
      expect(await refusal(target(), { ...reader, userId: readerDn })).toBe(null)
      expect(await refusal(target(), { ...reader, userId: readerLogon })).toBe(null)
      expect(await refusal(target(), { userId: readerLogon, password: `${reader.password}!` })).toBe('52e')
    })

    test('tells an ordinary account which groups it is in, by their SIDs', async () => {
      const sids = { explicitBufferAttributes: ['tokenGroups', 'objectSid'] }
      const { readerDn } = target()
      const [own, root] = await signedIn(target(), async client => [
        await client.search(readerDn, { scope: 'base', attributes: ['tokenGroups', 'objectSid', 'memberOf'], ...sids }),
        await client.search('', { scope: 'base', attributes: ['tokenGroups'], ...sids }),
      ])
      const account = own?.searchEntries[0] ?? { dn: '' }
      const groups = listOf(account.tokenGroups).map(sidText)
      const token = listOf(root?.searchEntries[0]?.tokenGroups).map(sidText)
      const [sid = ''] = listOf(account.objectSid).map(sidText)
      const primary = sid.replace(/\d+$/, '513')
      expect(groups).toContain(primary)
      expect(token).toEqual(expect.arrayContaining([sid, ...groups]))
      const named = await signedIn(target(), client =>
        client.search(`<SID=${primary}>`, { scope: 'base', attributes: ['sAMAccountName'] }),
      )
      expect(named.searchEntries[0]?.sAMAccountName).toBe('Domain Users')
    })

    const isSilent = target.differs('no-who-am-i')
    test(isSilent ? 'cannot be asked about, and says so' : 'can be asked about', async () => {
      const [account] = target().reader.userId.split('@')
      const answer = signedIn(target(), client => client.exop(whoAmI))
      if (isSilent) return expect(await codeOf(answer)).toBe(2)
      expect((await answer).value).toMatch(new RegExp(String.raw`^u:[A-Z0-9-]+\\${account}$`))
    })

    test('tells a wrong password, a disabled or expired account and a password that must change apart', async () => {
      const { reader, disabled, mustChange, expired } = target()
      expect(await refusal(target(), { ...reader, password: `${reader.password}!` })).toBe('52e')
      expect(await refusal(target(), disabled)).toBe('533')
      expect(await refusal(target(), expired)).toBe('701')
      expect(await refusal(target(), mustChange)).toBe('773')
    })

    test('refuses somebody who does not exist', async () => {
      const userId = `nobody-at-all@${target().reader.userId.split('@')[1]}`
      expect(['525', '52e']).toContain(await refusal(target(), { userId, password: 'Whatever-1' }))
    })

    const keepsSession = target.differs('failed-sign-in-keeps-session')
    test(`${keepsSession ? 'keeps' : 'loses'} what it had when a second sign-in on the connection fails`, async () => {
      await signedIn(target(), async client => {
        await expect(client.bind(target().reader.userId, 'wrong')).rejects.toThrow()
        expect(await codeOf(client.search(target().baseDn, { scope: 'base' }))).toBe(keepsSession ? 0 : 1)
      })
    })

    test('is refused without encryption, with the code that says so', async () => {
      const { plainUrl, reader } = target()
      if (plainUrl === null) return
      const client = new Client({ url: plainUrl, timeout: 10_000 })
      expect(await codeOf(client.bind(reader.userId, reader.password))).toBe(8)
      await client.unbind()
    })

    test('works on the plain port once StartTLS was agreed', async () => {
      const { plainUrl, reader, caPem, servername } = target()
      if (plainUrl === null) return
      const client = new Client({ url: plainUrl, timeout: 10_000 })
      await client.startTLS({ ca: caPem, servername: servername ?? 'localhost' })
      expect(await codeOf(client.bind(reader.userId, reader.password))).toBe(0)
      await client.unbind()
    })
  })
}
