import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isAlive } from '../lib/launch/alive'
import { freePort } from '../lib/launch/ports'
import {
  databaseFolder,
  type HouseOptions,
  newDataFolder,
  processesOf,
  startHouse,
  stopHouses,
  tryHouse,
  waitFor,
} from './house'

test.afterEach(stopHouses)

/** @returns what a start printed that did not come up */
async function refusal(options: HouseOptions): Promise<string> {
  const attempt = await tryHouse(options)
  await attempt.ended
  expect(attempt.npm.exitCode).toBe(1)
  expect(attempt.output()).not.toContain('    at ')
  return attempt.output()
}

test('a second start on the same folder says where the first one is', async () => {
  const house = await startHouse()
  expect(await refusal({ data: house.data })).toContain(
    `already running from ${house.data} at ${house.running.url} (process ${house.running.pid}). Use that one, stop it`,
  )
  expect(await house.health()).toMatchObject({ status: 'ok' })
  await house.stop()
})

test('a taken port says what to do', async () => {
  const port = await freePort()
  const other = createServer()
  await new Promise<void>(resolve => other.listen(port, '127.0.0.1', resolve))
  expect(await refusal({ port })).toContain(
    `Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
  )
  other.close()
})

test('a data folder that cannot be written says what to do', async () => {
  expect(await refusal({ data: '/proc/enrollment' })).toContain(
    'The data folder /proc/enrollment cannot be written (ENOENT). Give this user the right to write there, or set',
  )
  const file = newDataFolder()
  writeFileSync(file, '')
  expect(await refusal({ data: join(file, 'data') })).toContain('cannot be written (ENOTDIR)')
})

test('a PostgreSQL that an earlier start left behind says what to do', async () => {
  const house = await startHouse()
  const postmaster = Number(
    readFileSync(join(databaseFolder(house.data), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
  )
  for (const pid of processesOf(house.running)) process.kill(pid, 'SIGKILL')
  await house.ended
  expect(await refusal({ data: house.data })).toContain(`Stop it with "kill -INT ${postmaster}" and start again.`)
  process.kill(postmaster, 'SIGINT')
  expect(await waitFor(() => !isAlive(postmaster), new Promise(() => {}), 10)).toBe(true)
  const third = await startHouse({ data: house.data })
  await third.stop()
})

test('a lost secret is noticed before anything is sealed with another one', async () => {
  const data = newDataFolder()
  const house = await startHouse({ data })
  await house.stop()
  rmSync(join(data, 'secret'))
  expect(await refusal({ data })).toContain('The database in this data folder was created with a secret')
})

test('a variable that cannot be used is named', async () => {
  const output = await refusal({ env: { PORT: 'many', ENROLLMENT_HOSTING: 'somewhere' } })
  expect(output).toContain('The environment cannot be used as it is set. Correct these variables:')
  expect(output).toContain('→ at PORT')
  expect(output).toContain('→ at ENROLLMENT_HOSTING')
})

test('a database of the operator that cannot be used says what to check', async () => {
  const port = await freePort()
  const DATABASE_URL = `postgres://owner:wrong@127.0.0.1:${port}/enrollment`
  expect(await refusal({ env: { DATABASE_URL } })).toContain('With DATABASE_URL, set ENROLLMENT_SECRET as well')
  const ENROLLMENT_SECRET = 'a secret of at least thirty-two letters'
  expect(await refusal({ env: { DATABASE_URL, ENROLLMENT_SECRET } })).toContain(
    'Check the address, user and password in DATABASE_URL',
  )
})
