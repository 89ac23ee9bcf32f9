import { describe, expect, test } from 'vitest'
import type { Running } from '../contract'
import { anonymous, codeOf, signedIn } from './target'

export function rootContract(target: Running): void {
  describe('the root', () => {
    test('tells anybody that this is Active Directory and where its people are', async () => {
      const attributes = [
        'defaultNamingContext',
        'namingContexts',
        'highestCommittedUSN',
        'dnsHostName',
        'dsServiceName',
      ]
      const more = ['supportedControl', 'supportedCapabilities', 'forestFunctionality']
      const { searchEntries } = await anonymous(target(), client =>
        client.search('', { scope: 'base', attributes: [...attributes, ...more] }),
      )
      const [root] = searchEntries
      expect(root?.dn).toBe('')
      expect(root?.defaultNamingContext).toBe(target().baseDn)
      expect(root?.namingContexts).toEqual(
        expect.arrayContaining([target().baseDn, `CN=Configuration,${target().baseDn}`]),
      )
      expect(Number(root?.highestCommittedUSN)).toBeGreaterThan(1_000)
      expect(root?.dnsHostName).toMatch(/^[a-z0-9-]+\.[a-z0-9.-]+$/)
      expect(root?.dsServiceName).toMatch(/^CN=NTDS Settings,/)
      expect(root?.supportedControl).toEqual(
        expect.arrayContaining(['1.2.840.113556.1.4.319', '1.2.840.113556.1.4.417']),
      )
      const capabilities = ['800', '1670', '1791', '1935', '2080'].map(last => `1.2.840.113556.1.4.${last}`)
      expect(root?.supportedCapabilities).toEqual(expect.arrayContaining(capabilities))
      expect(Number(root?.forestFunctionality)).toBeGreaterThanOrEqual(2)
    })

    test('is the only thing that may be read without signing in', async () => {
      const search = anonymous(target(), client => client.search(target().baseDn, { scope: 'base' }))
      expect(await codeOf(search)).toBe(1)
    })

    test('gives the domain a SID of its own', async () => {
      const { searchEntries } = await signedIn(target(), client =>
        client.search(target().baseDn, {
          scope: 'base',
          attributes: ['objectSid'],
          explicitBufferAttributes: ['objectSid'],
        }),
      )
      const sid = searchEntries[0]?.objectSid
      expect(Buffer.isBuffer(sid) && sid.subarray(0, 12).toString('hex')).toBe('010400000000000515000000')
      expect(sid).toHaveLength(24)
    })

    test('points from the domain to its other naming contexts, in the subtree only', async () => {
      const search = (scope: 'base' | 'sub', base: string) =>
        signedIn(target(), client =>
          client.search(base, { scope, filter: '(objectClass=domainDNS)', attributes: ['1.1'] }),
        )
      const { searchReferences } = await search('sub', target().baseDn)
      expect(searchReferences.some(url => url.endsWith(`/CN=Configuration,${target().baseDn}`))).toBe(true)
      expect((await search('base', target().baseDn)).searchReferences).toEqual([])
      expect((await search('sub', target().companyDn)).searchReferences).toEqual([])
    })
  })
}
