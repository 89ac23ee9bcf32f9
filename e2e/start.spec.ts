import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isAlive } from '../lib/launch/lock'
import type { Running } from '../lib/launch/running'
import { type House, newDataFolder, startHouse, stopHouses, tryHouse, waitFor } from './house'

const never = new Promise<void>(() => {})
const pidsOf = (running: Running) => [running.pid, ...Object.values(running.pids)]
const allGone = (running: Running, seconds: number) =>
  waitFor(() => pidsOf(running).every(pid => !isAlive(pid)), never, seconds)

/** Folders that a story made outside of a data folder. */
const folders: string[] = []

test.afterEach(async () => {
  await stopHouses()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const health = async (house: House) => (await fetch(`${house.running.url}/api/health`)).json()

test('the first start brings everything up and offers one link; SIGTERM to npm ends everything; a second start finds it all again', async () => {
  const first = await startHouse()
  expect(first.link).toContain('/welcome?token=')
  await expect.poll(() => health(first)).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' })
  const root = await fetch(`http://127.0.0.1:${first.port}/`, { redirect: 'manual' })
  expect(root.headers.get('location')).toBe('/enrollment')
  await first.stop()
  expect(await allGone(first.running, 5)).toBe(true)
  expect(existsSync(join(first.data, 'running.json'))).toBe(false)

  const second = await startHouse({ data: first.data, port: first.port })
  await expect.poll(() => health(second)).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' })
  test.info().annotations.push({ type: 'second start', description: `${second.took} ms` })
  await second.stop()
})

test('a supervisor that is killed leaves nothing behind, and the next start is clean', async () => {
  const first = await startHouse()
  process.kill(first.running.pid, 'SIGKILL')
  expect(await allGone(first.running, 20)).toBe(true)
  const second = await startHouse({ data: first.data, port: first.port })
  await expect.poll(() => health(second)).toMatchObject({ status: 'ok' })
  await second.stop()
})

test('a start right after a killed supervisor waits for what is still ending', async () => {
  const first = await startHouse()
  process.kill(first.running.pid, 'SIGKILL')
  const second = await startHouse({ data: first.data, port: first.port })
  await second.stop()
  expect(await allGone(first.running, 1)).toBe(true)
})

test('Ctrl-C on a terminal ends everything', async () => {
  test.skip(!existsSync('/usr/bin/script'), 'needs the program "script" for a terminal')
  const house = await startHouse({ command: ['/usr/bin/script', '-qfec', 'npm start', '/dev/null'] })
  house.npm.stdin?.write('\x03')
  expect(await allGone(house.running, 20)).toBe(true)
  house.npm.stdin?.end()
  await house.ended
  expect(existsSync(join(house.data, 'lock'))).toBe(false)
})

test('a worker that dies is started again', async () => {
  const house = await startHouse()
  const worker = house.running.pids.worker ?? 0
  process.kill(worker, 'SIGKILL')
  expect(await waitFor(() => workerOf(house.data) !== worker, house.ended, 10)).toBe(true)
  await house.stop()
})

test('a second start on the same folder, and a taken port, each say what to do', async () => {
  const house = await startHouse()
  const twice = await tryHouse({ data: house.data })
  await twice.ended
  expect(twice.output()).toContain(`already running from ${house.data} at ${house.running.url}`)
  const taken = await tryHouse({ port: house.port })
  await taken.ended
  expect(taken.output()).toContain(`Port ${house.port} is in use by another program`)
  await house.stop()
})

test('a data folder that cannot be written says what to do', async () => {
  const attempt = await tryHouse({ data: '/proc/enrollment' })
  await attempt.ended
  expect(attempt.output()).toContain('The data folder /proc/enrollment cannot be written')
  expect(attempt.output()).not.toContain('    at ')
})

test('a PostgreSQL that an earlier start left behind says what to do', async () => {
  const house = await startHouse()
  const postmaster = Number(readFileSync(join(house.data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  for (const pid of pidsOf(house.running)) process.kill(pid, 'SIGKILL')
  await house.ended
  const second = await tryHouse({ data: house.data })
  await second.ended
  expect(second.output()).toContain(`kill -INT ${postmaster}`)
  process.kill(postmaster, 'SIGINT')
  expect(await waitFor(() => !isAlive(postmaster), never, 10)).toBe(true)
  const third = await startHouse({ data: house.data })
  await third.stop()
})

test('below a folder of mode 700 the database moves to where its user can reach it', async () => {
  test.skip(process.getuid?.() !== 0, 'only root has to run PostgreSQL as another user')
  const closed = mkdtempSync(join(tmpdir(), 'enrollment-closed-'))
  folders.push(closed)
  chmodSync(closed, 0o700)
  const house = await startHouse({ data: join(closed, 'data') })
  const where = readFileSync(join(house.data, 'where'), 'utf8').trim()
  folders.push(where)
  expect(where).toMatch(/^\/var\/lib\/enrollment\/[0-9a-f]{16}$/)
  await expect.poll(() => health(house)).toMatchObject({ database: 'ok' })
  await house.stop()
  const cluster = statSync(join(where, 'postgres')).ino
  const again = await startHouse({ data: house.data })
  await expect.poll(() => health(again)).toMatchObject({ status: 'ok' })
  await again.stop()
  expect(readFileSync(join(house.data, 'where'), 'utf8').trim()).toBe(where)
  expect(statSync(join(where, 'postgres')).ino).toBe(cluster)
})

test('a lost secret is noticed before anything is sealed with another one', async () => {
  const data = newDataFolder()
  const house = await startHouse({ data })
  await house.stop()
  rmSync(join(data, 'secret'))
  const second = await tryHouse({ data })
  await second.ended
  expect(second.output()).toContain('The database in this data folder was created with a secret')
})

function workerOf(data: string): number | undefined {
  try {
    return JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')).pids.worker
  } catch {
    return undefined
  }
}
