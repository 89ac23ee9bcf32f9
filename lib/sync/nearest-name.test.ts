import { expect, test } from 'vitest'
import { nearestName } from './nearest-name'

const known = ['department', 'departmentNumber', 'displayName', 'mail', 'mobile', 'sn', 'extensionAttribute1']

test.each([
  ['depratment', 'department'],
  ['Department', 'department'],
  ['departmentnumbr', 'departmentNumber'],
  ['extensionAtribute1', 'extensionAttribute1'],
  ['mial', 'mail'],
  ['mobil', 'mobile'],
  ['s', 'sn'],
  ['xyzzy', null],
  ['', null],
])('%s probably means %s', (typed, meant) => expect(nearestName(typed, known)).toBe(meant))
