import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Environment } from '../lib/env'
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
  /** What it says about its health. */
  health(): Promise<Record<string, string>>
  /** What the sample company's directory was sent so far. */
  operations(): Operations
  /** @throws Error when the sample company's directory was ever sent more than reading */
  stop(): Promise<void>
}

export type HouseOptions = {
  data?: string
  port?: number
  env?: Record<string, string>
  command?: string[]
  /** Another copy of the project. */
  folder?: string
  /** Who starts it, when it is not who runs the tests. */
  user?: { uid: number; gid: number }
  /** Seconds it may take to come up; a build takes longer on a busy machine. */
  patience?: number
}

/** A folder that every user can get through to, as PostgreSQL's must when root starts it. Gone when the tests end. */
export function newDataFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'enrollment-house-'))
  chmodSync(parent, 0o755)
  parents.push(parent)
  return join(parent, 'data')
}
const parents: string[] = []

/** @throws Error with everything it printed, when it ends instead of starting */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const started = Date.now()
  const attempt = await tryHouse(options)
  const { npm, output, ended, data, port } = attempt
  const said = await waitFor(() => /Ctrl-C stops it/.test(output()), ended, options.patience ?? 90)
  const running = readRunning(data)
  if (!said || !running) throw new Error(`npm start did not start:\n${output()}`)
  const link = output().match(/http\S+welcome\?token=\S+/)?.[0] ?? null
  const operations = () => readRecord(recordOf(data))
  const health = async () => (await fetch(`${running.url}/api/health`)).json()
  const stop = async () => {
    npm.kill('SIGTERM')
    await ended
    mustOnlyRead(operations())
  }
  return { npm, data, port, output, running, link, ended, took: Date.now() - started, health, operations, stop }
}

/** Beside the data folder, so that a start which is killed and started again goes on in the same record. */
const recordOf = (data: string) => `${data}.operations`

/** Those whose `npm start` has not ended yet. A story that fails half-way leaves some. */
const open = new Set<{ npm: ChildProcess; ended: Promise<void> }>()
// Without their supervisor the children end by themselves.
process.once('exit', () => {
  for (const { npm } of open) killGroup(npm)
  for (const parent of parents) {
    rmSync(databaseFolder(join(parent, 'data')), { recursive: true, force: true })
    rmSync(parent, { recursive: true, force: true })
  }
})

/** Where the database of a data folder is: in it, or where its user can reach it. */
export function databaseFolder(data: string): string {
  const where = join(data, 'where')
  return existsSync(where) ? readFileSync(where, 'utf8').trim() : data
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** Every process of a start, PostgreSQL's own included. */
export const processesOf = (running: Running): number[] => [running.pid, ...Object.values(running.pids)]

/** Ends whatever a story left running. */
export async function stopHouses(): Promise<void> {
  const left = [...open]
  for (const { npm } of left) npm.kill('SIGTERM')
  await Promise.all(left.map(({ ended }) => ended))
}

/** The settings of whoever runs the tests, in the environment or in `.env`, are not those of a newcomer. */
const nothingSet = Object.fromEntries(Object.keys(Environment.shape).map(name => [name, '']))

/** Starts it and waits for nothing. */
export async function tryHouse(options: HouseOptions = {}) {
  const data = options.data ?? newDataFolder()
  const port = options.port ?? (await freePort())
  const [program = 'npm', ...args] = options.command ?? ['npm', 'start']
  const npm = spawn(program, args, {
    cwd: options.folder ?? root,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...options.user,
    env: childEnvironment({
      ...nothingSet,
      ENROLLMENT_DATA_DIR: data,
      ENROLLMENT_SAMPLE_RECORD: recordOf(data),
      PORT: String(port),
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
