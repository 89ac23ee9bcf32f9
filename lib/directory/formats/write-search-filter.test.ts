import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { conditionTests, hasValue, toFilter, toVisual } from '@/lib/sync/inclusion/visual-rule'
import { parseSearchFilter } from './search-filter'
import { writeSearchFilter } from './write-search-filter'

const times = 300 * env().ENROLLMENT_TEST_RUNS
const attribute = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/)
/** Everything that means something in a filter, at its ends and in its middle. */
const value = fc
  .array(fc.constantFrom(...['a', '*', '(', ')', '\\', '\0', ' ', '&', '=', 'ü', '😀', '\u00a0']), {
    minLength: 1,
    maxLength: 6,
  })
  .map(parts => parts.join(''))
const condition = fc
  .record({ attribute, test: fc.constantFrom(...conditionTests), value })
  .map(one => (hasValue(one.test) ? one : { ...one, value: '' }))

test('what was put together from conditions is read back as the same conditions, whatever their values hold', () => {
  fc.assert(
    fc.property(
      fc.record({
        join: fc.constantFrom('all' as const, 'any' as const),
        conditions: fc.array(condition, { minLength: 2, maxLength: 4 }),
      }),
      rule => {
        const parsed = parseSearchFilter(writeSearchFilter(toFilter(rule)))
        expect('filter' in parsed ? toVisual(parsed.filter) : parsed).toEqual(rule)
      },
    ),
    { numRuns: times },
  )
})

test.each([
  '(&(a=b)(|(c=d)(e=f)))',
  '(!(&(a=b)(c=d)))',
  '(!(a=b*))',
  '(a=b*c)',
  '(a~=b)',
  '(userAccountControl:1.2.840.113556.1.4.803:=2)',
])('%s says more than conditions can, and is written as it was read', text => {
  const parsed = parseSearchFilter(text)
  if ('fault' in parsed) throw new Error(parsed.fault.code)
  expect(toVisual(parsed.filter)).toBeNull()
  expect(writeSearchFilter(parsed.filter)).toBe(text)
})
