import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { enrollment } from './command-line'
import { processesOf, startHouse, stopHouses, tryHouse, waitFor } from './house'
import { copyProject, ordinaryUser, processesIn } from './project-copy'

/** What a story made outside of a data folder. */
const folders: string[] = []

test.afterEach(async () => {
  await stopHouses()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
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
  await expect.poll(house.health).toMatchObject({ database: 'ok' })
  await house.stop()
  const cluster = statSync(join(where, 'postgres')).ino
  const again = await startHouse({ data: house.data })
  await expect.poll(again.health).toMatchObject({ status: 'ok' })
  await again.stop()
  expect(readFileSync(join(house.data, 'where'), 'utf8').trim()).toBe(where)
  expect(statSync(join(where, 'postgres')).ino).toBe(cluster)
})

test('a database whose folder is closed later is not replaced by an empty one', async () => {
  test.skip(process.getuid?.() !== 0, 'only root has to run PostgreSQL as another user')
  const parent = mkdtempSync(join(tmpdir(), 'enrollment-closing-'))
  folders.push(parent)
  chmodSync(parent, 0o755)
  const house = await startHouse({ data: join(parent, 'data') })
  await house.stop()
  chmodSync(parent, 0o700)
  const refused = await tryHouse({ data: house.data })
  await refused.ended
  expect(refused.output()).toContain(`Open it again with "chmod o+x ${parent}" and start again.`)
  expect(existsSync(join(house.data, 'where'))).toBe(false)
})

test('an ordinary user builds it and runs it at the root of its origin; an end while it builds leaves nothing behind', async () => {
  test.setTimeout(600_000)
  const user = ordinaryUser()
  const { folder } = copyProject(user)
  folders.push(folder)
  const options = {
    ...{ folder, data: join(folder, '.data'), patience: 400 },
    ...(user ? { user } : {}),
    env: { ENROLLMENT_BASE_PATH: '/', ENROLLMENT_DATA_DIR: '', HOME: join(folder, 'home') },
  }
  const interrupted = await tryHouse(options)
  expect(await waitFor(() => /Next\.js \d/.test(interrupted.output()), interrupted.ended, 60)).toBe(true)
  interrupted.npm.kill('SIGTERM')
  await interrupted.ended
  expect(await waitFor(() => processesIn(folder).length === 0, new Promise(() => {}), 10)).toBe(true)
  expect(interrupted.output()).not.toContain('could not be built')

  const house = await startHouse(options)
  expect(house.link).toContain(`http://localhost:${house.port}/welcome?token=`)
  expect((await fetch(house.link ?? '')).status).toBe(200)
  await expect.poll(house.health).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' })
  const uid = user?.uid ?? process.getuid?.()
  for (const pid of processesOf(house.running)) expect(statSync(`/proc/${pid}`).uid).toBe(uid)
  await house.stop()
  expect(processesIn(folder)).toEqual([])

  const second = await startHouse(options)
  expect(second.output()).not.toContain('Building')
  test.info().annotations.push({ type: 'second start', description: `${second.took} ms` })
  await second.stop()
})

test("with the operator's own database nothing is started beside it, and the command line finds its way", async () => {
  const local = await startHouse()
  const ENROLLMENT_SECRET = readFileSync(join(local.data, 'secret'), 'utf8').trim()
  const sql = postgres(local.running.ownerUrl, { max: 1 })
  await sql.unsafe('create database hosted')
  await sql.end()
  const DATABASE_URL = local.running.ownerUrl.replace(/[^/]+$/, 'hosted')

  const house = await startHouse({ port: 0, env: { DATABASE_URL, ENROLLMENT_SECRET } })
  expect(house.running.url).toMatch(/^http:\/\/localhost:[1-9]\d+\/enrollment$/)
  expect(house.link).toContain(`${house.running.url}/welcome?token=`)
  await expect.poll(house.health).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' })
  expect(Object.keys(house.running.pids)).toEqual(['worker', 'portal'])
  expect(existsSync(join(house.data, 'postgres'))).toBe(false)
  expect(existsSync(join(house.data, 'secret'))).toBe(false)

  const anywhere = await enrollment(join(house.data, 'nothing-here'), ['runs'], { DATABASE_URL, ENROLLMENT_SECRET })
  expect(anywhere.errors).toContain('There is no organization')
  const beside = await enrollment(house.data, ['runs'], { DATABASE_URL, ENROLLMENT_SECRET })
  expect(beside).toEqual(anywhere)
  await house.stop()
  await local.stop()
})
