import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isAlive, isRunning, releaseLock, startTime, takeLock } from './lock'

const folder = () => mkdtempSync(join(tmpdir(), 'enrollment-lock-'))

it('the folder is taken once, and given back', () => {
  const place = folder()
  expect(takeLock(place)).toEqual({ holder: null, stale: false })
  expect(takeLock(place).holder?.pid).toBe(process.pid)
  releaseLock(place)
  expect(readdirSync(place)).toEqual([])
})

it('what a killed process left is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise(resolve => child.once('exit', resolve))
  const place = folder()
  writeFileSync(join(place, 'lock'), `${child.pid} `)
  expect(takeLock(place)).toEqual({ holder: null, stale: true })
  releaseLock(place)
})

it('another program with the same number is not the one that was killed', () => {
  const started = startTime(process.pid)
  if (started === null) return
  expect(isRunning({ pid: process.pid, started })).toBe(true)
  expect(isRunning({ pid: process.pid, started: `${started}0` })).toBe(false)
})

it('an unreadable lock is taken over', () => {
  const place = folder()
  writeFileSync(join(place, 'lock'), 'nonsense')
  expect(takeLock(place)).toEqual({ holder: null, stale: true })
})

it('knows the living from the dead', () => {
  expect(isAlive(process.pid)).toBe(true)
  expect(isAlive(2 ** 22 + 1)).toBe(false)
})
