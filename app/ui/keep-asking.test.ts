import { expect, test, vi } from 'vitest'
import { type Asking, keepAsking } from './keep-asking'

/** Answers in turn, an `Error` as a failure; then nobody wants to know more. */
function asking(answers: (number | Error)[], again?: (answer: number) => number | null) {
  const left = [...answers]
  const waits: number[] = []
  const told: (number | 'failed')[] = []
  const how: Asking<number> = {
    again,
    ask: async () => {
      const next = left.shift()
      if (next === undefined || next instanceof Error) throw next ?? new Error('nothing left')
      return next
    },
    tell: answer => told.push(answer),
    tellFailure: () => told.push('failed'),
    wait: async milliseconds => {
      waits.push(milliseconds)
      return left.length > 0
    },
    stopped: () => false,
  }
  return { how, waits, told }
}
const lost = new Error('offline')

test('what has one answer is asked once', async () => {
  const { how, waits, told } = asking([7, 8])
  await keepAsking(how)
  expect([told, waits]).toEqual([[7], [0]])
})

test('what changes is asked again until it says that it has ended', async () => {
  const { how, waits, told } = asking([1, 2, 3, 4], answer => (answer < 3 ? 500 : null))
  await keepAsking(how)
  expect([told, waits]).toEqual([
    [1, 2, 3],
    [0, 500, 500],
  ])
})

test('a failure is tried again before it is told, and what changes is asked on after it', async () => {
  const { how, waits, told } = asking([1, lost, lost, lost, lost, 2, 3], () => 500)
  await keepAsking(how)
  expect(told).toEqual([1, 'failed', 2, 3])
  expect(waits).toEqual([0, 500, 1_000, 2_000, 5_000, 5_000, 500, 500])
})

test('what has one answer is given up when it cannot be had', async () => {
  const { how, told } = asking([lost, lost, lost, 1])
  await keepAsking(how)
  expect(told).toEqual(['failed'])
})

test('an answer that nobody waits for any more is not told', async () => {
  const { how, told } = asking([1, 2])
  await keepAsking({ ...how, stopped: vi.fn(() => true) })
  expect(told).toEqual([])
})
