import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isAlive } from '../lib/launch/alive'
import { readRunning } from '../lib/launch/running'
import { type House, processesOf, startHouse, stopHouses, waitFor } from './house'

const never = new Promise<void>(() => {})
const allGone = (pids: number[], seconds: number) => waitFor(() => pids.every(pid => !isAlive(pid)), never, seconds)

test.afterEach(stopHouses)

test('the first start brings everything up and offers one link; SIGTERM to npm ends everything; a second start finds it all again', async () => {
  const first = await startHouse()
  expect(first.link).toContain(`http://localhost:${first.port}/enrollment/welcome?token=`)
  expect((await fetch(first.link ?? '')).status).toBe(200)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  await expect.poll(first.health).toEqual({ status: 'ok', database: 'ok', worker: 'ok', version })
  expect(first.running.sampleDirectory).toMatch(/^127\.0\.0\.1:\d+$/)
  const root = await fetch(`http://127.0.0.1:${first.port}/`, { redirect: 'manual' })
  expect(root.headers.get('location')).toBe('/enrollment')
  await first.stop()
  expect(await allGone(processesOf(first.running), 5)).toBe(true)
  expect(existsSync(join(first.data, 'running.json'))).toBe(false)
  expect(existsSync(join(first.data, 'lock'))).toBe(false)

  const second = await startHouse({ data: first.data, port: first.port })
  await expect.poll(second.health).toMatchObject({ status: 'ok' })
  expect(second.running.sampleDirectory).toBe(first.running.sampleDirectory)
  test.info().annotations.push({ type: 'second start', description: `${second.took} ms` })
  await second.stop()
})

test('a supervisor that is killed leaves nothing behind, and the next start is clean', async () => {
  const first = await startHouse()
  process.kill(first.running.pid, 'SIGKILL')
  expect(await allGone(processesOf(first.running), 20)).toBe(true)
  const second = await startHouse({ data: first.data, port: first.port })
  await expect.poll(second.health).toMatchObject({ status: 'ok' })
  await second.stop()
})

test('started without npm, it has ended when everything has', async () => {
  const house = await startHouse({ command: ['node', 'lib/launch/bootstrap.mjs'] })
  const ended = new Promise(resolve => house.npm.once('exit', resolve))
  house.npm.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(processesOf(house.running).filter(isAlive)).toEqual([])
})

test('a start without npm that is killed leaves nothing behind', async () => {
  const house = await startHouse({ command: ['node', 'lib/launch/bootstrap.mjs'] })
  house.npm.kill('SIGKILL')
  expect(await allGone(processesOf(house.running), 20)).toBe(true)
  await house.ended
})

test('a start right after a killed supervisor waits for what is still ending', async () => {
  const first = await startHouse()
  process.kill(first.running.pid, 'SIGKILL')
  const second = await startHouse({ data: first.data, port: first.port })
  await second.stop()
  expect(await allGone(processesOf(first.running), 1)).toBe(true)
})

for (const [name, end] of [
  ['Ctrl-C on a terminal', (house: House) => house.npm.stdin?.write('\x03')],
  ['closing the terminal', (house: House) => house.npm.kill('SIGKILL')],
] as const) {
  test(`${name} ends everything`, async () => {
    test.skip(!existsSync('/usr/bin/script'), 'needs the program "script" for a terminal')
    const house = await startHouse({ command: ['/usr/bin/script', '-qfec', 'npm start', '/dev/null'] })
    end(house)
    expect(await allGone(processesOf(house.running), 20)).toBe(true)
    house.npm.stdin?.end()
    await house.ended
    expect(existsSync(join(house.data, 'lock'))).toBe(false)
    expect(existsSync(join(house.data, 'running.json'))).toBe(false)
  })
}

test('a worker that dies is started again', async () => {
  const house = await startHouse()
  const worker = house.running.pids.worker ?? 0
  process.kill(worker, 'SIGKILL')
  expect(await waitFor(() => readRunning(house.data)?.pids.worker !== worker, house.ended, 10)).toBe(true)
  await house.stop()
})

test('a database that dies ends everything, and says where its log is', async () => {
  const house = await startHouse()
  process.kill(house.running.pids.postgres ?? 0, 'SIGTERM')
  await house.ended
  expect(house.output()).toContain(`PostgreSQL ended by itself, so everything stops. Its log is ${house.data}`)
  expect(await allGone(processesOf(house.running), 1)).toBe(true)
})
