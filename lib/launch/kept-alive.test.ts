import { expect, it, vi } from 'vitest'
import type { Child } from './child'
import { keepAlive, pauseAfter } from './kept-alive'

it('restarts become ever more patient, and stay bounded', () => {
  expect([1, 2, 3, 4].map(pauseAfter)).toEqual([500, 1000, 2000, 4000])
  expect(pauseAfter(100)).toBe(30_000)
})

function child(pid: number): Child & { die(): void } {
  let die = () => {}
  const ended = new Promise<number>(resolve => {
    die = () => resolve(1)
  })
  return { pid, ready: Promise.resolve({}), ended, die, stop: async () => die() }
}

it('a child that dies is started again; one that is stopped is not', async () => {
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const first = child(1)
  const second = child(2)
  const start = vi.fn(() => second)
  const changed = vi.fn()
  const kept = keepAlive('worker', first, start, changed)
  first.die()
  await vi.advanceTimersByTimeAsync(500)
  expect(kept.pid()).toBe(2)
  expect(changed).toHaveBeenCalledOnce()
  await kept.stop(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(start).toHaveBeenCalledOnce()
  vi.useRealTimers()
})
