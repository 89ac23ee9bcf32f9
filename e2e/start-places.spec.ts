import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { enrollment } from './command-line'
import { databaseFolder, processesOf, startHouse, stopHouses, tryHouse, waitFor } from './house'
import { copyProject, ordinaryUser, processesIn } from './project-copy'

/** Where a story put what belongs to no data folder; gone after it. */
const folders: string[] = []
const asRoot = process.getuid?.() === 0
let copy: string

test.beforeAll(() => {
  copy = copyProject(ordinaryUser())
})

test.afterEach(async () => {
  await stopHouses()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test.afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** A start from the copy, at the root of its origin, with a data folder inside. */
const inCopy = (data: string) => ({
  ...{ folder: copy, data: join(copy, data), patience: 400 },
  env: { ENROLLMENT_BASE_PATH: '/', ENROLLMENT_DATA_DIR: data, HOME: join(copy, 'home') },
})

test('an ordinary user builds it and runs it at the root of its origin; an end while it builds leaves nothing behind', async () => {
  test.setTimeout(600_000)
  const user = ordinaryUser()
  const options = { ...inCopy('.data'), ...(user ? { user } : {}) }
  const interrupted = await tryHouse(options)
  expect(await waitFor(() => /Next\.js \d/.test(interrupted.output()), interrupted.ended, 60)).toBe(true)
  interrupted.npm.kill('SIGTERM')
  await interrupted.ended
  expect(await waitFor(() => processesIn(copy).length === 0, new Promise(() => {}), 10)).toBe(true)
  expect(interrupted.output()).not.toContain('could not be built')

  const house = await startHouse(options)
  expect(house.link).toContain(`http://localhost:${house.port}/welcome?token=`)
  expect((await fetch(house.link ?? '')).status).toBe(200)
  await expect.poll(house.health).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' })
  const uid = user?.uid ?? process.getuid?.()
  for (const pid of processesOf(house.running)) expect(statSync(`/proc/${pid}`).uid).toBe(uid)
  await house.stop()
  expect(processesIn(copy)).toEqual([])

  const second = await startHouse(options)
  expect(second.output()).not.toContain('Building')
  test.info().annotations.push({ type: 'second start', description: `${second.took} ms` })
  await second.stop()
})

// Only root has to run PostgreSQL as another user.
if (asRoot) {
  test('below a folder of mode 700 the database moves to where its user can reach it', async () => {
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

  test('where its user reaches it the database is in the data folder; closed later, it is not replaced by an empty one', async () => {
    test.setTimeout(600_000)
    const house = await startHouse(inCopy('.data-of-root'))
    await house.stop()
    expect(databaseFolder(house.data)).toBe(house.data)
    chmodSync(copy, 0o700)
    const refused = await tryHouse(inCopy('.data-of-root'))
    await refused.ended
    chmodSync(copy, 0o755)
    expect(refused.output()).toContain(`Open it again with "chmod o+x ${copy}" and start again.`)
    expect(existsSync(join(house.data, 'where'))).toBe(false)
  })
}

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
