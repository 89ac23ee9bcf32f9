import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepLogIn, log } from './log'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-log-'))
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('the log is turned over before it is large, private, and never more than five files, the newest lines among them', () => {
  keepLogIn(folder)
  const text = 'x'.repeat(20_000)
  for (let line = 0; line < 400; line++) log('portal', { line, text })
  const files = readdirSync(folder).toSorted()
  expect(files).toEqual(['agent.log', 'agent.log.1', 'agent.log.2', 'agent.log.3', 'agent.log.4'])
  for (const name of files) {
    const { size, mode } = statSync(path.join(folder, name))
    expect(size).toBeLessThanOrEqual(1024 * 1024)
    expect(mode & 0o077).toBe(0)
  }
  const numbers = files
    .toReversed()
    .flatMap(name => readFileSync(path.join(folder, name), 'utf8').trim().split('\n'))
    .map(line => JSON.parse(line).line as number)
  // Without a gap, and up to the last.
  expect(numbers).toEqual(numbers.map((_, index) => 400 - numbers.length + index))
  expect(numbers.length).toBeGreaterThan(200)
})

test('a log that cannot be written stops nobody', () => {
  keepLogIn(folder)
  mkdirSync(path.join(folder, 'agent.log'))
  expect(() => log('started')).not.toThrow()
  expect(process.stdout.write).toHaveBeenCalledWith(expect.stringContaining('"event":"started"'))
})
