import { Client } from 'ldapts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileTimeOf } from '@/lib/directory/formats/file-time'
import { generateCompany } from './company'
import type { Mutations } from './mutations'
import { type SampleDirectory, startSampleDirectory } from './server'
import { sampleCredentials } from './settings'

const company = generateCompany({ seed: 12, people: 60 })
const account = company.people.find(({ sAMAccountName }) => sAMAccountName === 'svc-enrollment')?.anchor ?? never()
const domain = company.entries.find(({ objectClass }) => objectClass === 'domainDNS')?.anchor ?? never()
/** A Tuesday, 9:30 in UTC. */
const now = new Date('2026-11-24T09:30:00Z')
const daysAgo = (days: number) => String(fileTimeOf(new Date(now.getTime() - days * 86_400_000)))
const day = 24 * 3_600 * 10_000_000

let sample: SampleDirectory
beforeEach(async () => {
  sample = await startSampleDirectory({ company, mutableForTests: true, now: () => now })
})
afterEach(() => sample.stop())

function never(): never {
  throw new Error('The company is not complete')
}

/** The sub-code of a refusal, or null when the account is signed in. */
async function refusal({ userId, password } = sampleCredentials as { userId: string; password: string }) {
  const client = new Client({ url: sample.url, tlsOptions: { ca: sample.caPem } })
  try {
    await client.bind(userId, password)
    return null
  } catch (error) {
    return /AcceptSecurityContext error, data ([0-9a-f]+), v4563/.exec(String(error))?.[1] ?? String(error)
  } finally {
    await client.unbind()
  }
}

/** Hours of the week in which somebody may sign in, from Sunday 0:00 UTC. */
const hours = (...allowed: number[]) => {
  const bytes = Buffer.alloc(21)
  for (const hour of allowed) bytes.writeUInt8(bytes.readUInt8(hour >> 3) | (1 << (hour & 7)), hour >> 3)
  return bytes.toString('latin1')
}
const tuesdayNine = 2 * 24 + 9

const set = (name: string, value: string) => (directory: Mutations) => directory.setAttribute(account, name, [value])
const passwordAges = (set: string, flags: string) => (directory: Mutations) => {
  directory.setAttribute(domain, 'maxPwdAge', [String(-42 * day)])
  directory.setAttribute(account, 'userAccountControl', [flags])
  directory.setAttribute(account, 'pwdLastSet', [set])
}

test.each<[string, string | null, (directory: Mutations) => void]>([
  ['a usual one', null, () => {}],
  ['locked', '775', set('lockoutTime', daysAgo(0))],
  ['unlocked', null, set('lockoutTime', '0')],
  ['disabled', '533', directory => directory.disable(account)],
  ['expired yesterday', '701', set('accountExpires', daysAgo(1))],
  ['expiring tomorrow', null, set('accountExpires', daysAgo(-1))],
  ['outside its hours', '530', set('logonHours', hours(tuesdayNine + 1))],
  ['inside its hours', null, set('logonHours', hours(tuesdayNine))],
  ['of other workstations', '531', set('userWorkstations', 'ws-00001,ws-00002')],
  ['that may sign in at the controller', null, set('userWorkstations', `ws-1, ${company.hostName.split('.')[0]}`)],
  ['with an old password', '532', passwordAges(daysAgo(43), '512')],
  ['with a password that may be old', null, passwordAges(daysAgo(43), '66048')],
  ['with a fresh password', null, passwordAges(daysAgo(41), '512')],
  [
    'that must change its password',
    '773',
    directory =>
      directory.setSignIn(account, { password: sampleCredentials.password, mustChange: true, readsDeleted: false }),
  ],
])('an account %s: %s', async (_, code, change) => {
  change(sample.directory)
  expect(await refusal()).toBe(code)
})

test('who does not know the password learns of a lock, and of nothing else', async () => {
  const guess = { ...sampleCredentials, password: 'guessed' }
  sample.directory.disable(account)
  expect(await refusal(guess)).toBe('52e')
  sample.directory.setAttribute(account, 'lockoutTime', [daysAgo(0)])
  expect(await refusal(guess)).toBe('775')
})

test.each(['NORTHWIND\\svc-enrollment', 'northwind.example\\SVC-Enrollment', 'svc-enrollment@northwind'])(
  '%s is the same account',
  async userId => {
    expect(await refusal({ ...sampleCredentials, userId })).toBeNull()
    expect(await refusal({ userId, password: 'guessed' })).toBe('52e')
  },
)

test.each(['svc-enrollment', 'CONTOSO\\svc-enrollment', 'nobody@northwind.example'])('%s is nobody', async userId => {
  expect(await refusal({ ...sampleCredentials, userId })).toBe('525')
})
