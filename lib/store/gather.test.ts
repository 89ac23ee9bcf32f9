import { expect, test, vi } from 'vitest'
import { gather } from './gather'

test('the first is asked for at once, and everybody of the next moment together, each with their own answer', async () => {
  vi.useFakeTimers()
  try {
    const work = vi.fn(async (items: readonly number[]) => items.map(item => item * 2))
    const ask = gather(work, 500)
    const first = ask(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(await first).toBe(2)
    const others = Promise.all([ask(2), ask(3), ask(4)])
    await vi.advanceTimersByTimeAsync(499)
    expect(work).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await others).toEqual([4, 6, 8])
    expect(work.mock.calls).toEqual([[[1]], [[2, 3, 4]]])
  } finally {
    vi.useRealTimers()
  }
})

test('what fails fails for all who asked together, and for nobody after them', async () => {
  let times = 0
  const ask = gather(async (items: readonly string[]) => {
    if (++times === 1) throw new Error('away')
    return items
  }, 0)
  const both = await Promise.allSettled([ask('a'), ask('b')])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await ask('c')).toBe('c')
})
