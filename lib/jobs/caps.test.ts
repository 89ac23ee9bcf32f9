import { expect, test } from 'vitest'
import { beyondCaps, endsAt, mostTakeovers } from './caps'

const startedAt = new Date('2027-01-01T00:00Z')
const hour = 3_600_000
const at = (hours: number) => startedAt.getTime() + hours * hour

test('a run ends when it was at work for as long as any may be, and not a moment before', () => {
  expect(beyondCaps({ startedAt, takeovers: 0 }, 12, at(12) - 1)).toBe(null)
  expect(beyondCaps({ startedAt, takeovers: 0 }, 12, at(12))).toEqual({ code: 'took-too-long', args: { hours: 12 } })
  expect(endsAt({ startedAt }, 0.001)).toBe(startedAt.getTime() + 3_600)
})

test('a run that nobody has begun has all of its time', () => {
  expect(beyondCaps({ startedAt: null, takeovers: 0 }, 12, at(1_000))).toBe(null)
})

test('a run that ended as many workers as it may is not given to another one', () => {
  expect(beyondCaps({ startedAt, takeovers: mostTakeovers - 1 }, 12, at(1))).toBe(null)
  const last = { code: 'workers-died', args: { workers: mostTakeovers } }
  expect(beyondCaps({ startedAt, takeovers: mostTakeovers }, 12, at(1))).toEqual(last)
})
