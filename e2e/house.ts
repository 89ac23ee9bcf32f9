import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../lib/launch/ports'
import { childEnvironment, root } from '../lib/launch/program.mjs'
import { type Running, readRunning } from '../lib/launch/running'
import { mustOnlyRead, type Operations, readRecord } from './operations'

/** `npm start` as a newcomer runs it, in its own data folder and on its own port. */
export type House = {
  npm: ChildProcess
  data: string
  port: number
  /** Everything printed so far. */
  output(): string
  running: Running
  /** The one-time link, while there is no administrator. */
  link: string | null
  ended: Promise<void>
  /** How long it took until it said where it is, in milliseconds. */
  took: number
  /** What the sample company's directory was sent so far. */
  operations(): Operations
  /** @throws Error when the sample company's directory was ever sent more than reading */
  stop(): Promise<void>
}

export type HouseOptions = { data?: string; port?: number; env?: Record<string, string>; command?: string[] }

/** A folder that every user can get through to, as PostgreSQL's must when root starts it. Gone when the tests end. */
export function newDataFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'enrollment-house-'))
  chmodSync(parent, 0o755)
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }))
  return join(parent, 'data')
}

/** @throws Error with everything it printed, when it ends instead of starting */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const started = Date.now()
  const attempt = await tryHouse(options)
  const { npm, output, ended, data, port } = attempt
  const said = await waitFor(() => /Ctrl-C stops it/.test(output()), ended, 90)
  const running = readRunning(data)
  if (!said || !running) throw new Error(`npm start did not start:\n${output()}`)
  const link = output().match(/http\S+welcome\?token=\S+/)?.[0] ?? null
  const operations = () => readRecord(recordOf(data))
  const stop = async () => {
    npm.kill('SIGTERM')
    await ended
    mustOnlyRead(operations())
  }
  return { npm, data, port, output, running, link, ended, took: Date.now() - started, operations, stop }
}

/** Beside the data folder, so that a start which is killed and started again goes on in the same record. */
const recordOf = (data: string) => `${data}.operations`

/** Those whose `npm start` has not ended yet. A story that fails half-way leaves some. */
const open = new Set<{ npm: ChildProcess; ended: Promise<void> }>()
// Without their supervisor the children end by themselves.
process.once('exit', () => {
  for (const { npm } of open) killGroup(npm)
})

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** Ends whatever a story left running. */
export async function stopHouses(): Promise<void> {
  const left = [...open]
  for (const { npm } of left) npm.kill('SIGTERM')
  await Promise.all(left.map(({ ended }) => ended))
}

/** Starts it and waits for nothing. */
export async function tryHouse(options: HouseOptions = {}) {
  const data = options.data ?? newDataFolder()
  const port = options.port ?? (await freePort())
  const [program = 'npm', ...args] = options.command ?? ['npm', 'start']
  const npm = spawn(program, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: childEnvironment({
      ENROLLMENT_DATA_DIR: data,
      ENROLLMENT_SAMPLE_RECORD: recordOf(data),
      PORT: String(port),
      NODE_ENV: '',
      ...options.env,
    }),
  })
  let text = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.setEncoding('utf8').on('data', chunk => (text += chunk))
  const ended = new Promise<void>(resolve => npm.once('close', () => resolve()))
  const entry = { npm, ended }
  open.add(entry)
  ended.then(() => open.delete(entry))
  return { npm, data, port, ended, output: () => text }
}

/** Waits until `met`, or until the program ended, or so many seconds. @returns whether it was met */
export async function waitFor(met: () => boolean, ended: Promise<unknown>, seconds: number): Promise<boolean> {
  const until = Date.now() + seconds * 1000
  let over = false
  ended.then(() => {
    over = true
  })
  while (!met() && !over && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 50))
  return met()
}
