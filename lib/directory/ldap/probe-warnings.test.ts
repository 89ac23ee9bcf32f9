import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleAccounts, sampleCredentials } from '@/lib/sample-directory/settings'
import type { ProbeCheck } from '../source'
import { sourceFor, withServer } from '../testing/reading'
import { rootDse, world } from '../testing/world'

const signal = new AbortController().signal
let sample: SampleDirectory
let now = new Date()
beforeAll(async () => {
  sample = await startSampleDirectory({ company: generateCompany({ people: 60, seed: 1 }), now: () => now })
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
      fault: { code: 'account-is-administrator', args: { groups: expect.stringContaining('Domain Admins') } },
    })
  },
)

test('an account that only reads is fine, by any of its names', async () => {
  const account = sampleCredentials.userId.split('@')[0]
  for (const userId of [sampleCredentials.userId, `NORTHWIND\\${account}`])
    expect(await step('sign-in', { userId })).toMatchObject({ state: 'passed', fault: null })
})

test.each([
  [12, { minutes: 12, ahead: 1 }],
  [-7, { minutes: 7, ahead: 0 }],
])('a clock that differs by %i minutes is warned of', async (minutes, args) => {
  now = new Date(Date.now() + minutes * 60_000)
  expect(await step('base')).toMatchObject({ state: 'warning', fault: { code: 'clock-skew', args } })
  now = new Date(Date.now() + 60_000)
  expect(await step('base')).toMatchObject({ state: 'passed' })
})

test('a server that does not offer paging is warned of', async () => {
  const { supportedControl: _, ...without } = rootDse
  await withServer({ world: world(3), rootDse: without }, async server => {
    const report = await sourceFor(server).probe(() => undefined, signal)
    expect(report.steps.find(one => one.check === 'base')?.fault).toEqual({ code: 'paging-not-offered', args: {} })
  })
})

test('an attribute of the mapping that none of the first people has is warned of, unless there are too few to tell', async () => {
  await withServer({ world: world(30) }, async server => {
    const report = await sourceFor(server, { deadlines: { pageSize: 1000 } }).probe(() => undefined, signal)
    const found = report.steps.find(one => one.check === 'sample')
    expect(found?.fault).toMatchObject({ code: 'attributes-unused', args: {} })
    expect(found?.fault?.args.attributes).toContain('department')
    expect(found?.fault?.args.attributes).not.toContain('displayName')
  })
  await withServer({ world: world(5) }, async server => {
    const report = await sourceFor(server).probe(() => undefined, signal)
    expect(report.steps.find(one => one.check === 'sample')?.fault).toBeNull()
  })
})

test('a domain controller that is still receiving its data is not read', async () => {
  await withServer({ world: world(3), rootDse: { ...rootDse, isSynchronized: ['FALSE'] } }, async server => {
    const report = await sourceFor(server).probe(() => undefined, signal)
    expect(report).toMatchObject({ passed: false })
    expect(report.steps.find(one => one.check === 'base')?.fault?.code).toBe('server-not-synchronized')
  })
})
