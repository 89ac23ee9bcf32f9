import { describe, expect, test } from 'vitest'
import { fileTimeOf } from '@/lib/directory/formats/file-time'
import { personStatus } from './person-status'
import { testNow } from './testing/builders'

const status = (control: string | null, expires: string | null = null) => personStatus(control, expires, testNow)

describe('who may sign in', () => {
  test.each([
    ['an ordinary account', '512', 'enabled'],
    ['a disabled one', '514', 'disabled'],
    ['a smart card account', '262656', 'enabled'],
    ['a locked account keeps its right', '528', 'enabled'],
    ['a password that expired changes nothing', '8389120', 'enabled'],
    ['a control value with the sign bit', '-2147483134', 'disabled'],
  ])('%s', (_, control, expected) => expect(status(control)).toBe(expected))

  test.each([null, '', 'abc', '5 12', '999999999999999'])(
    'a control value %j that cannot be read proves nothing',
    control => expect(status(control)).toBe('unknown'),
  )

  test.each([
    ['0', 'enabled'],
    ['9223372036854775807', 'enabled'],
    ['9223372032559808511', 'enabled'],
    [String(fileTimeOf(testNow)), 'expired'],
    [String(fileTimeOf(testNow) + 1n), 'enabled'],
    [String(fileTimeOf(testNow) - 1n), 'expired'],
    ['1', 'expired'],
    ['soon', 'unknown'],
  ])('accountExpires %s', (expires, expected) => expect(status('512', expires)).toBe(expected))

  test('disabled says more than an expiry that cannot be read', () => expect(status('514', 'soon')).toBe('disabled'))
})
