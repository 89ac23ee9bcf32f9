import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writePassword } from '@/agent/password'
import { memoryOptions } from '@/agent/service-files'
import { noLimits, writeAgentKey, writeSettings } from '@/agent/settings'
import { fingerprintOf, makeKey } from '@/lib/agent-protocol/keys'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { blobOf, makeExecutable } from './agent-executable.mjs'
import { bundleAgent } from './bundles.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'agent-executable-'))
const [made, again, home, nothing] = ['made', 'again', 'home', 'nothing'].map(name => path.join(folder, name)) as [
  string,
  string,
  string,
  string,
]
let directory: SampleDirectory
let executable: { file: string; sum: string }

beforeAll(async () => {
  for (const place of [made, again, nothing]) mkdirSync(place)
  expect(await bundleAgent(made)).toEqual([])
  executable = await makeExecutable(made)
  directory = await startSampleDirectory({ company: generateCompany({ seed: 4, people: 30 }) })
}, 60_000)
afterAll(async () => {
  await directory?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs it on a machine that has no Node: nothing of this one's environment, and nothing to be found on PATH. */
function run(args: string[], env: Record<string, string> = {}): Promise<{ exit: number; output: string }> {
  const settings = { NODE_ENV: 'production' as const, PATH: nothing, ENROLLMENT_AGENT_DIR: home, ...env }
  return new Promise(resolve =>
    execFile(path.join(made, executable.file), args, { env: settings, cwd: nothing }, (error, stdout, stderr) =>
      resolve({ exit: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr }),
    ),
  )
}

test('the executable needs nothing beside it: it says its version and what is missing, and makes the seven checks', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(await run(['--version'])).toEqual({ exit: 0, output: `${version}\n` })
  expect(await run(['status'])).toMatchObject({ exit: 1, output: expect.stringContaining('There is no agent in') })

  const key = makeKey()
  const { userId, password } = sampleCredentials
  const hosts = [{ host: '127.0.0.1', port: directory.port }]
  writeSettings(home, {
    ...{ portal: 'https://portal.example.com/enrollment', agentId: crypto.randomUUID(), name: 'LON-1' },
    connection: { hosts, security: 'ldaps', ca: directory.caPem, baseDn: null, userId },
    limits: noLimits,
  })
  writeAgentKey(home, key)
  writePassword(home, password)
  expect(await run(['status'])).toMatchObject({ exit: 0, output: expect.stringContaining(fingerprintOf(key.keyId)) })
  const network = { ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8', ENROLLMENT_DIRECTORY_PORTS: String(directory.port) }
  const tested = await run(['test'], network)
  expect(tested.output.match(/^(good|look) /gm), tested.output).toHaveLength(7)
  expect(tested.exit).toBe(0)
})

test('what the environment says to Node does not change what the executable runs', async () => {
  const options = { NODE_OPTIONS: '--require=/nonexistent/strange.cjs' }
  expect(await run(['--version'], options)).toMatchObject({ exit: 0 })
})

test('the executable takes no more memory than the service of the program, whoever starts it', async () => {
  const times = (bytes: Buffer, text: string) => bytes.toString('latin1').split(text).length - 1
  const program = readFileSync(path.join(made, 'enrollment-agent.mjs'))
  const blob = await blobOf(made)
  // The program names them itself, for service files; what Node reads when it starts stands beside it.
  for (const option of memoryOptions) expect(times(blob, option)).toBe(times(program, option) + 1)
})

test('a service of the executable runs it alone', async () => {
  expect(await run(['install-service', '--to', nothing])).toMatchObject({ exit: 0 })
  const unit = readFileSync(path.join(nothing, 'enrollment-agent.service'), 'utf8')
  expect(unit).toContain(`\nExecStart="${path.join(made, executable.file)}" run\n`)
})

test('the executable is Node and the program, and nothing of the place where it was made', async () => {
  cpSync(path.join(made, 'enrollment-agent.mjs'), path.join(again, 'enrollment-agent.mjs'))
  const bytes = readFileSync(path.join(made, executable.file))
  expect(bytes.includes(await blobOf(again))).toBe(true)
  expect(bytes.includes(folder)).toBe(false)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(executable.sum)
})
