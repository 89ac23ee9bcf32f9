import { expect, test } from 'vitest'
import { typedNumber } from './typed-number'

test.each(['1204', '1,204', '1.204', '1 204', '1\u00a0204', ' 1204 ', '\u0661\u0662\u0660\u0664'])(
  'people may confirm 1204 as %j',
  text => expect(typedNumber(text)).toBe(1204),
)

test.each(['', '12,04', 'all', '-1204', '1204.0', '1e3'])('%j is no confirmation', text => {
  expect(typedNumber(text)).not.toBe(1204)
})
