import { expect, test } from 'vitest'
import type { ProbeReport } from '../source'
import { sourceFor, withServer } from '../testing/reading'
import type { Script } from '../testing/scripted-server'
import { baseDn, world } from '../testing/world'

const signal = new AbortController().signal

async function probe(script: Script, changes: Parameters<typeof sourceFor>[1] = {}, certificate = {}) {
  return withServer(
    script,
    async server => {
      const told: ProbeReport[] = []
      const report = await sourceFor(server, changes).probe(each => told.push(each), signal)
      return { report, told, states: report.steps.map(step => step.state) }
    },
    certificate,
  )
}

const deletedObjects = () => {
  const [domain] = world(0)
  if (!domain) throw new Error('no domain')
  return {
    ...domain,
    dn: `CN=Deleted Objects,${baseDn}`,
    guid: Buffer.alloc(16, 5),
    deleted: true,
    classes: ['container'],
  }
}

test('all seven checks pass in order, each told when it starts and when it ends', async () => {
  const { report, told, states } = await probe({ world: [...world(5), deletedObjects()] })
  expect(states).toEqual(Array(7).fill('passed'))
  expect(report).toMatchObject({ passed: true, baseDn })
  expect(report.steps[2]?.facts).toMatchObject({ issuer: 'Scripted CA', subject: '127.0.0.1', names: ['127.0.0.1'] })
  expect(report.steps[6]?.facts).toMatchObject({ units: 1, names: ['Person 0', 'Person 1', 'Person 2'] })
  expect(report.steps.every(step => step.took !== null)).toBe(true)
  expect(told.flatMap(each => each.steps.filter(step => step.state === 'running').map(step => step.check))).toEqual([
    'name',
    'port',
    'secure',
    'sign-in',
    'base',
    'deleted',
    'sample',
  ])
})

test('a failed check ends the test, and the rest was not checked', async () => {
  const { report, states } = await probe({ world: world(5), bind: { code: 49, text: 'data 775,' } })
  expect(report.passed).toBe(false)
  expect(report.steps[3]?.fault).toEqual({ code: 'bind-account-locked', args: {} })
  expect(states).toEqual(['passed', 'passed', 'passed', 'failed', 'not-checked', 'not-checked', 'not-checked'])
})

test('an account that cannot see deleted people, and a certificate about to end, are warnings', async () => {
  const { report, states } = await probe({ world: world(5) }, {}, { days: 12 })
  expect(report.passed).toBe(true)
  expect(states).toEqual(['passed', 'passed', 'warning', 'passed', 'passed', 'warning', 'passed'])
  expect(report.steps[2]?.warnings).toMatchObject([{ code: 'certificate-expires-soon', args: { days: 11 } }])
  expect(report.steps[5]?.warnings).toEqual([{ code: 'deleted-not-visible', args: {} }])
  expect(report.steps.map(step => step.fault)).toEqual(Array(7).fill(null))
})

test.each([
  ['name', { host: 'nowhere.invalid' }, 'name-not-found'],
  ['name', { host: '169.254.169.254' }, 'address-not-allowed'],
  ['secure', { ca: null }, 'certificate-unknown-authority'],
  ['sign-in', { password: '' }, 'bind-anonymous'],
  ['base', { baseDn: 'DC=elsewhere' }, 'base-outside-naming-contexts'],
  ['base', { baseDn: `OU=Nowhere,${baseDn}` }, 'base-not-found'],
])('the check %s fails for %j', async (check, changes, code) => {
  const { report } = await probe({ world: world(5) }, changes)
  const failed = report.steps.filter(step => step.state === 'failed')
  expect(failed.map(step => [step.check, step.fault?.code])).toEqual([[check, code]])
})

test('a port that is closed fails at the port, not at the certificate', async () => {
  const { port, ca } = await withServer({ world: [] }, async server => server)
  const report = await sourceFor({ port, ca }).probe(() => undefined, signal)
  expect(report.steps.map(step => step.state)).toEqual(['passed', 'failed', ...Array(5).fill('not-checked')])
  expect(report.steps[1]?.fault?.code).toBe('connection-refused')
})

test('nobody below the base is worth a warning', async () => {
  const { report } = await probe({
    world: world(0),
    search: (search, answer) =>
      search.attributes.join() === 'parentguid' ? answer.done({ cookie: '' }) : answer.usual(),
  })
  expect(report.steps[6]).toMatchObject({ state: 'warning', warnings: [{ code: 'base-empty', args: { baseDn } }] })
})

test('no secret is in any report', async () => {
  const { told } = await probe({ world: world(2) }, { password: 'canary-4711' })
  expect(JSON.stringify(told)).not.toContain('canary')
})

test('a container that is named without its identity is not one the account can read', async () => {
  const { report } = await probe({
    world: [...world(3), deletedObjects()],
    search: (search, answer, script) => {
      const container = script.world.at(-1)
      if (!search.base.startsWith('CN=Deleted') || !container) return answer.usual()
      answer.entry(container, 'objectGUID')
      answer.done({})
    },
  })
  expect(report.steps[5]?.warnings).toEqual([{ code: 'deleted-not-visible', args: {} }])
})
