import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { bundleAgent } from '@/lib/launch/bundles.mjs'
import { authority } from './testing/certificates'
import { startPortal } from './testing/portal'
import { startProxy } from './testing/proxy'

/** A name that no name server knows: whoever reaches it was brought there by a proxy. */
const host = 'portal.invalid'
const token = 'enr1_a-token-that-is-long-enough'
const folder = mkdtempSync(path.join(tmpdir(), 'agent-proxies-'))
const publicly = authority('Public Authority')
const corporate = authority('Corp Inspection CA')
const files = { publicly: path.join(folder, 'public.pem'), corporate: path.join(folder, 'corporate.pem') }
let portal: Awaited<ReturnType<typeof startPortal>>
let stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  writeFileSync(files.publicly, publicly.pem)
  writeFileSync(files.corporate, corporate.pem)
  await bundleAgent(folder)
  portal = await startPortal(host, publicly)
}, 60_000)
afterEach(async () => {
  await Promise.all(stops.map(stop => stop()))
  stops = []
})
afterAll(async () => {
  await portal?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function proxy(behaves: Omit<Parameters<typeof startProxy>[0], 'to'> = {}) {
  const started = await startProxy({ to: portal.port, ...behaves })
  stops.push(started.stop)
  return started
}

/** The agent program's setup, as on a machine that reaches the portal as the environment says. */
function setup(env: Record<string, string>, address = `https://${host}`) {
  const enrolled = portal.enrolled.length
  const home = mkdtempSync(path.join(folder, 'home-'))
  const args = [path.join(folder, 'enrollment-agent.mjs'), 'setup', '--portal', `${address}/enrollment`]
  const settings = {
    NODE_ENV: 'production' as const,
    ENROLLMENT_AGENT_DIR: home,
    ENROLLMENT_AGENT_TOKEN: token,
    PATH: '',
    ...env,
  }
  return new Promise<{ exit: number; output: string; enrolled: string[] }>(resolve =>
    execFile(process.execPath, args, { env: settings }, (error, stdout, stderr) => {
      const exit = typeof error?.code === 'number' ? error.code : error ? 1 : 0
      resolve({ exit, output: stdout + stderr, enrolled: portal.enrolled.slice(enrolled) })
    }),
  )
}

const welcomed = {
  exit: 0,
  output: expect.stringContaining('This machine is now the agent LON-1'),
  enrolled: [hostname()],
}
const trusting = { ENROLLMENT_AGENT_CA_FILE: files.publicly }

test('through a proxy that wants nobody’s name, which sees where to and nothing else', async () => {
  const { port, asked, seen } = await proxy()
  expect(await setup({ ...trusting, HTTPS_PROXY: `http://127.0.0.1:${port}` })).toEqual(welcomed)
  expect(asked).toEqual([`${host}:443 nobody`])
  expect(seen()).not.toContain(token)
})

test('through a proxy that wants a name and a password, with whatever signs they hold; the variable may be written small', async () => {
  const { port, asked } = await proxy({ wants: 'svc agent:p@ss/word:é' })
  const account = `${encodeURIComponent('svc agent')}:${encodeURIComponent('p@ss/word:é')}`
  expect(await setup({ ...trusting, https_proxy: `http://${account}@127.0.0.1:${port}` })).toEqual(welcomed)
  expect(asked).toHaveLength(1)
})

test.each([
  ['no name', ''],
  ['a wrong password', 'svc:hunter2@'],
])('a proxy that is given %s is named, with what to do, and the password is not printed', async (_, account) => {
  const { port } = await proxy({ wants: 'svc:right' })
  const { exit, output, enrolled } = await setup({ ...trusting, HTTPS_PROXY: `http://${account}127.0.0.1:${port}` })
  expect([exit, enrolled]).toEqual([1, []])
  expect(output).toContain(`The proxy 127.0.0.1:${port} wants a name and a password`)
  expect(output).toContain('HTTPS_PROXY')
  expect(output).not.toContain('hunter2')
})

test('a proxy that does not let anybody there is named, with its answer', async () => {
  const { port } = await proxy({ refuses: 403 })
  const { exit, output } = await setup({ ...trusting, HTTPS_PROXY: `http://127.0.0.1:${port}` })
  expect(exit).toBe(1)
  expect(output).toContain(`The proxy 127.0.0.1:${port} does not let this machine reach ${host} (403)`)
})

test('a proxy that is not there is not taken for the portal', async () => {
  const { port, stop } = await startProxy({ to: portal.port })
  await stop()
  const { exit, output } = await setup({ ...trusting, HTTPS_PROXY: `http://127.0.0.1:${port}` })
  expect(exit).toBe(1)
  expect(output).toContain(`The proxy 127.0.0.1:${port} was not reached (ECONNREFUSED)`)
})

test('whoever NO_PROXY names is reached without the proxy', async () => {
  const direct = await startPortal('localhost', publicly)
  stops.push(direct.stop)
  const { port, asked } = await proxy()
  const env = { ...trusting, HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: 'localhost' }
  expect(await setup(env, `https://localhost:${direct.port}`)).toMatchObject({ exit: 0 })
  expect([asked, direct.enrolled]).toEqual([[], [hostname()]])
})

const looksInside = { as: corporate, trusting: publicly }

test('a proxy that looks into connections is found out by who signed, and is sent nothing', async () => {
  const { port, seen } = await proxy({ looksInside })
  const { exit, output, enrolled } = await setup({ ...trusting, HTTPS_PROXY: `http://127.0.0.1:${port}` })
  expect([exit, enrolled]).toEqual([1, []])
  expect(output).toContain('signed by “Corp Inspection CA”')
  expect(output).toContain(`exclude ${host} from its inspection`)
  expect(output).toContain('ENROLLMENT_AGENT_CA_FILE')
  expect(seen()).toBe('')
})

test('where the company’s authority is trusted, its proxy may look, and signatures hold all the same', async () => {
  const { port, seen } = await proxy({ looksInside })
  const env = { ENROLLMENT_AGENT_CA_FILE: files.corporate, HTTPS_PROXY: `http://127.0.0.1:${port}` }
  expect(await setup(env)).toEqual(welcomed)
  // What it sees is spent: the token is used, and the key never left the machine.
  expect(seen()).toContain('POST /enrollment/api/agent/enroll')
  expect(seen()).not.toContain('PRIVATE KEY')
})

test('a certificate that nobody vouches for is told by its issuer without a proxy too', async () => {
  const direct = await startPortal('localhost', corporate)
  stops.push(direct.stop)
  const { exit, output } = await setup(trusting, `https://localhost:${direct.port}`)
  expect([exit, direct.enrolled]).toEqual([1, []])
  expect(output).toContain('signed by “Corp Inspection CA”')
})

test('a file of authorities that is not there, or holds none, is named before anything is sent', async () => {
  const empty = path.join(folder, 'empty.pem')
  writeFileSync(empty, 'no certificate')
  for (const file of [empty, path.join(folder, 'nowhere.pem')]) {
    const { exit, output } = await setup({ ENROLLMENT_AGENT_CA_FILE: file, HTTPS_PROXY: 'http://127.0.0.1:9' })
    expect(exit).toBe(1)
    expect(output).toContain(`ENROLLMENT_AGENT_CA_FILE`)
    expect(output).toContain(file)
  }
})
