import { spawnSync } from 'node:child_process'
import { expect, it, vi } from 'vitest'
import { root } from './program.mjs'
import { closing, runStages } from './test-run.mjs'

const counts = (some: object) => ({ passed: 0, failed: 0, skipped: 0, notes: [], ...some })
const stage = (name: string, run: () => Promise<object>, more: object = {}) => ({
  name,
  title: name,
  exists: () => true,
  run,
  ...more,
})
const fine = (name: string, more: object = {}) => stage(name, async () => counts({ passed: 2 }), more)
const rest = (signal = new AbortController().signal) => ({
  wanted: [] as string[],
  context: {},
  signal,
  say: () => {},
})
const lastLine = (outcomes: { name: string }[]) => closing(outcomes).lines.at(-1)?.trim()

it('a stage that crashes is one failure, the others run, and the sum is the last line', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const crash = stage('crash', async () => {
    throw new Error('no such tool')
  })
  const outcomes = await runStages([fine('before'), crash, fine('after')], rest())
  expect(lastLine(outcomes)).toBe('4 passed, 1 failed, 0 skipped')
  expect(closing(outcomes)).toMatchObject({ code: 1 })
  expect(closing(outcomes).lines).toContain('crash crashed: no such tool')
})

it('a stage whose question whether it has anything to do crashes is a failure too', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const exists = () => {
    throw new Error('unreadable')
  }
  expect(lastLine(await runStages([fine('odd', { exists })], rest()))).toBe('0 passed, 1 failed, 0 skipped')
})

it('what a failed stage feeds does not run, and says so', async () => {
  const build = stage('build', async () => counts({ failed: 1 }))
  const outcomes = await runStages([build, fine('stories', { needs: ['build'] }), fine('other')], rest())
  expect(closing(outcomes).lines).toContain('stories did not run, because build failed.')
  expect(lastLine(outcomes)).toBe('2 passed, 2 failed, 0 skipped')
})

it('what was left out is told before the sum, and is no failure', async () => {
  const samba = stage('samba', async () => counts({ skipped: 1, notes: ['samba did not run: it needs root.'] }))
  const { lines, code } = closing(await runStages([samba, fine('other')], rest()))
  expect(lines.map(line => line.trim())).toEqual(['samba did not run: it needs root.', '2 passed, 0 failed, 1 skipped'])
  expect(code).toBe(0)
})

it('a stage that does not exist is a failure, not an empty run', async () => {
  const outcomes = await runStages([fine('unit')], { ...rest(), wanted: ['units'] })
  expect(closing(outcomes).lines).toContain('There is no stage "units". The stages are unit.')
  expect(closing(outcomes).code).toBe(1)
})

it('after an interruption no further stage begins, and the run has failed', async () => {
  const interruption = new AbortController()
  const first = stage('first', async () => {
    interruption.abort()
    return counts({ passed: 1 })
  })
  const second = vi.fn()
  const outcomes = await runStages([first, stage('second', second)], rest(interruption.signal))
  expect(second).not.toHaveBeenCalled()
  expect(lastLine(outcomes)).toBe('1 passed, 1 failed, 0 skipped')
})

it('the command itself ends with the sum and a bad exit code', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['lib/launch/test.mjs', 'nonsense'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed, 0 skipped')
  expect(stderr).toBe('')
  expect(status).toBe(1)
})
