import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, it, vi } from 'vitest'
import { isAlive, isRunning, startTime } from './alive'

it('another program with the same number is not the one that was killed', () => {
  const started = startTime(process.pid)
  if (started === null) return
  expect(isRunning({ pid: process.pid, started })).toBe(true)
  expect(isRunning({ pid: process.pid, started: `${started}0` })).toBe(false)
})

it('knows the living from the dead', () => {
  expect(isAlive(process.pid)).toBe(true)
  expect(isAlive(2 ** 22 + 1)).toBe(false)
  expect(isAlive(0)).toBe(false)
})

it('a process that ended and that nobody fetched is not alive', async () => {
  if (!existsSync('/proc/self/stat')) return
  // The shell starts a child and then becomes a program that never asks for it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]()
  const pid = Number((await lines.next()).value)
  await vi.waitUntil(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '), { timeout: 10_000 })
  expect(isAlive(pid)).toBe(false)
  parent.kill()
})
