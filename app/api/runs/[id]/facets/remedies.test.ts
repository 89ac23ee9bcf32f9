import { expect, test } from 'vitest'
import { remediesFor } from './remedies'

const setup = '/directory-sync/connectors/c1/setup'

test('people with addresses of another domain are left out together, by a rule that is looked at first', () => {
  expect(remediesFor({ code: 'domain-unverified', about: 'other.example' }, 'c1')).toEqual([
    { href: `${setup}/exclusion-rules?leaveOut=other.example`, text: 'Leave out everybody at other.example' },
  ])
  expect(remediesFor({ code: 'domain-unverified', about: 'a&b=c' }, 'c1')[0]?.href).toMatch(/leaveOut=a%26b%3Dc$/)
})

test('what the mapping can correct leads to the mapping; what only the directory can correct leads nowhere', () => {
  expect(remediesFor({ code: 'value-missing', about: 'title' }, 'c1')).toMatchObject([
    { href: `${setup}/user-attributes` },
  ])
  expect(remediesFor({ code: 'mail-duplicate', about: null }, 'c1')).toEqual([])
})
