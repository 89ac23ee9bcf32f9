import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inRange, readDescription, type ValueRange } from './ranges'

const values = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const ask = (description: string, count: number) => {
  const { name, range } = readDescription(description)
  return inRange(name, values(count), range).map(([answered, held]) => `${answered} ${held.length} ${held[0] ?? ''}`)
}

describe('values in ranges', () => {
  test.each([
    ['member', 1_500, ['member 1500 0']],
    ['member', 1_501, ['member 0 ', 'member;range=0-1499 1500 0']],
    ['member;range=0-*', 1_500, ['member;range=0-* 1500 0']],
    ['member;range=0-*', 1_600, ['member;range=0-1499 1500 0']],
    ['member;range=1500-*', 1_600, ['member;range=1500-* 100 1500']],
    ['member;range=0-9', 1_600, ['member;range=0-9 10 0']],
    ['member;range=0-9', 3, ['member;range=0-* 3 0']],
    ['member;RANGE=2-2', 3, ['member;range=2-* 1 2']],
    ['member;range=3-*', 3, []],
    ['member;range=0-*', 0, []],
    ['member', 0, []],
  ] as const)('%s of %i values', (description, count, answered) => {
    expect(ask(description, count)).toEqual(answered)
  })

  test('asked for piece by piece, whatever the pieces, every value comes once', () => {
    const walk = (count: number, size: number) => {
      const seen: unknown[] = []
      for (let range: ValueRange | null = { low: 0, high: size - 1 }; range; ) {
        const [piece] = inRange('member', values(count), range)
        seen.push(...(piece?.[1] ?? []))
        range = !piece || piece[0].endsWith('*') ? null : { low: seen.length, high: seen.length + size - 1 }
      }
      return seen
    }
    fc.assert(
      fc.property(fc.nat(4_000), fc.integer({ min: 1, max: 2_000 }), (count, size) => {
        expect(walk(count, size)).toEqual(values(count))
      }),
      { numRuns: 100, seed: 1_500 },
    )
  })
})
