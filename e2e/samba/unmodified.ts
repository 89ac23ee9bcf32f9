import { expect } from '@playwright/test'
import { reader } from './company'
import type { Dump } from './domain-controller'

/** What an account's own sign-ins leave in a domain, whoever signs in. */
const logonBookkeeping = [
  'lastLogon',
  'lastLogonTimestamp',
  'logonCount',
  'badPwdCount',
  'badPasswordTime',
  'uSNChanged',
  'whenChanged',
  'replPropertyMetaData',
]

/** The same objects with the same attributes, but for what the service account's sign-ins leave on itself. */
export function expectUnmodified(before: Dump, after: Dump): void {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const differing = [...names].filter(dn => JSON.stringify(before[dn]) !== JSON.stringify(after[dn]))
  const ofReader = differing.filter(dn => dn.startsWith(`CN=${reader.sam},`))
  expect(differing).toEqual(ofReader)
  for (const dn of ofReader) {
    const attributes = new Set([...Object.keys(before[dn] ?? {}), ...Object.keys(after[dn] ?? {})])
    const changed = [...attributes].filter(name => String(before[dn]?.[name]) !== String(after[dn]?.[name]))
    expect(logonBookkeeping).toEqual(expect.arrayContaining(changed))
  }
}
