import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleAccounts, sampleCredentials } from '@/lib/sample-directory/settings'
import { sidToBytes } from '@/lib/sample-directory/sid'
import type { ProbeCheck } from '../source'
import { type Attributes, entryMessage } from '../testing/messages'
import { sourceFor, withServer } from '../testing/reading'
import type { Script } from '../testing/scripted-server'
import { baseDn, rootDse, world } from '../testing/world'

const signal = new AbortController().signal
let sample: SampleDirectory
let now = new Date()
const company = generateCompany({ people: 60, seed: 1 })
beforeAll(async () => {
  sample = await startSampleDirectory({ company, now: () => now, mutableForTests: true })
})
afterAll(() => sample.stop())

async function step(check: ProbeCheck, changes: Parameters<typeof sourceFor>[1] = {}) {
  const { userId, password } = sampleCredentials
  const source = sourceFor({ port: sample.port, ca: sample.caPem }, { userId, password, ...changes })
  const report = await source.probe(() => undefined, signal)
  expect(report.passed).toBe(true)
  return report.steps.find(one => one.check === check)
}

test.each([sampleAccounts.administrator, 'NORTHWIND\\Administrator'])(
  'an account that could change the domain is warned of, with its groups: %s',
  async userId => {
    expect(await step('sign-in', { userId })).toMatchObject({
      state: 'warning',
      fault: null,
      warnings: [{ code: 'account-is-administrator', args: { groups: 'Domain Admins' } }],
    })
  },
)

test('an account that only reads is fine, by any of its names', async () => {
  const account = sampleCredentials.userId.split('@')[0]
  for (const userId of [sampleCredentials.userId, `NORTHWIND\\${account}`])
    expect(await step('sign-in', { userId })).toMatchObject({ state: 'passed', fault: null, warnings: [] })
})

const anchorOf = (name: string) => {
  const found = [...company.lists.map(list => ({ ...list, sAMAccountName: list.name })), ...company.people]
  const anchor = found.find(({ sAMAccountName }) => sAMAccountName === name)?.anchor
  if (!anchor) throw new Error(`The company has no ${name}`)
  return anchor
}

describe('rights that come through other groups are found', () => {
  const [outer = '', inner = ''] = company.lists.flatMap(({ name, rid }) => ((rid ?? 0) > 1_000 ? [name] : []))
  const reader = anchorOf('svc-enrollment')

  test('a group in a group, even in a circle', async () => {
    sample.directory.join(anchorOf('Enterprise Admins'), anchorOf(outer))
    sample.directory.join(anchorOf(outer), anchorOf(inner))
    sample.directory.join(anchorOf(inner), anchorOf(outer))
    sample.directory.join(anchorOf(inner), reader)
    expect(await step('sign-in')).toMatchObject({ warnings: [{ args: { groups: 'Enterprise Admins' } }] })
    sample.directory.leave(anchorOf(inner), reader)
    expect(await step('sign-in')).toMatchObject({ warnings: [] })
  })

  test('the primary group, which no list of members names', async () => {
    const rid = company.lists.find(({ name }) => name === inner)?.rid
    sample.directory.setAttribute(reader, 'primaryGroupID', [String(rid)])
    expect(await step('sign-in')).toMatchObject({ warnings: [{ args: { groups: 'Enterprise Admins' } }] })
    sample.directory.setAttribute(reader, 'primaryGroupID', ['513'])
  })
})

describe('where the server does not say what the connection is a member of', () => {
  const domainSid = 'S-1-5-21-1-2-3'
  const guid = { objectGUID: [Buffer.alloc(16, 9)] }
  const account = { ...guid, objectSid: [sidToBytes(`${domainSid}-1104`)], primaryGroupID: ['1105'] }
  const dn = `CN=reader,OU=People,${baseDn}`
  const group = (sid: string, name: string, ...memberOf: string[]) => ({
    objectSid: [sidToBytes(sid)],
    sAMAccountName: [name],
    memberOf,
  })
  const operators = `CN=Konten-Operatoren,CN=Builtin,${baseDn}`

  async function warningsFor(entries: Record<string, Attributes>) {
    const search: Script['search'] = ({ id, kind, base, attributes }, answer) => {
      const entry = entries[base] ?? (attributes.includes('userprincipalname') ? entries[dn] : undefined)
      if (!entry || kind === 'root-dse') return answer.usual()
      answer.raw(entryMessage(id, base.startsWith('CN=') ? base : dn, entry))
      answer.done({ cookie: kind === 'base' ? null : '' })
    }
    return withServer({ world: world(3), search }, async server => {
      const report = await sourceFor(server).probe(() => undefined, signal)
      return report.steps.find(one => one.check === 'sign-in')?.warnings
    })
  }

  test('the account’s own entry does, and groups are called what they are called there', async () => {
    const entries = {
      [dn]: { ...account, tokenGroups: ['S-1-5-32-548', `${domainSid}-513`].map(sidToBytes) },
      '<SID=S-1-5-32-548>': group('S-1-5-32-548', 'Konten-Operatoren'),
    }
    expect(await warningsFor(entries)).toEqual([
      { code: 'account-is-administrator', args: { groups: 'Konten-Operatoren' } },
    ])
  })

  test('or it is found by going from group to group, the primary one too', async () => {
    const admins = `<SID=${domainSid}-1105>`
    const entries = {
      [dn]: { ...account, memberOf: [`CN=Readers,${baseDn}`] },
      [`CN=Readers,${baseDn}`]: group(`${domainSid}-1106`, 'Readers', `CN=Readers,${baseDn}`),
      [admins]: group(`${domainSid}-1105`, 'Staff', operators, `CN=Domain Admins,${baseDn}`),
      [operators]: group('S-1-5-32-548', 'Konten-Operatoren', operators),
      [`CN=Domain Admins,${baseDn}`]: group(`${domainSid}-512`, 'Domain Admins'),
    }
    expect(await warningsFor(entries)).toEqual([
      { code: 'account-is-administrator', args: { groups: `${domainSid}-512, S-1-5-32-548` } },
    ])
  })

  test('an account that cannot be found is not warned of', async () => {
    expect(await warningsFor({})).toEqual([])
  })
})

test.each([
  [12, { minutes: 12, ahead: 1 }],
  [-7, { minutes: 7, ahead: 0 }],
])('a clock that differs by %i minutes is warned of', async (minutes, args) => {
  now = new Date(Date.now() + minutes * 60_000)
  expect(await step('base')).toMatchObject({ state: 'warning', warnings: [{ code: 'clock-skew', args }] })
  now = new Date(Date.now() + 60_000)
  expect(await step('base')).toMatchObject({ state: 'passed' })
})

test('a server that does not offer paging is warned of, and of its clock as well', async () => {
  const { supportedControl: _, ...without } = rootDse
  const root = { ...without, currentTime: ['20200101000000.0Z'] }
  await withServer({ world: world(3), rootDse: root }, async server => {
    const report = await sourceFor(server).probe(() => undefined, signal)
    const warnings = report.steps.find(one => one.check === 'base')?.warnings
    expect(warnings?.map(({ code }) => code)).toEqual(['paging-not-offered', 'clock-skew'])
  })
})

describe('an attribute of the mapping that nobody has', () => {
  const sample = (people: number, mapped: string[]) =>
    withServer({ world: world(people) }, async server => {
      const source = sourceFor(server, { deadlines: { pageSize: 7 } })
      const report = await source.probe(() => undefined, signal, mapped)
      return report.steps.find(one => one.check === 'sample')
    })

  test('is told, beside what was found', async () => {
    expect(await sample(30, ['displayName', 'departement', 'mail', 'extensionAttribute7'])).toMatchObject({
      state: 'warning',
      fault: null,
      warnings: [
        {
          code: 'attributes-unused',
          args: { people: expect.any(Number), attributes: 'departement, extensionAttribute7' },
        },
      ],
      facts: { units: 1, names: ['Person 0', 'Person 1', 'Person 2'] },
    })
  })

  test('is not worth a word where everything mapped is there, or where there are too few people to tell', async () => {
    expect(await sample(30, ['displayName', 'mail'])).toMatchObject({ state: 'passed', warnings: [] })
    expect(await sample(5, ['departement'])).toMatchObject({ state: 'passed', warnings: [] })
  })
})

test('a domain controller that is still receiving its data is not read', async () => {
  await withServer({ world: world(3), rootDse: { ...rootDse, isSynchronized: ['FALSE'] } }, async server => {
    const report = await sourceFor(server).probe(() => undefined, signal)
    expect(report).toMatchObject({ passed: false })
    expect(report.steps.find(one => one.check === 'base')?.fault?.code).toBe('server-not-synchronized')
  })
})
