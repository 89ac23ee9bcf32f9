import { expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import type { ManagedAccount } from '@/lib/store/accounts'
import { noAttributes } from '@/lib/store/accounts-facts'
import { toScimUser } from './scim-user'

const account: ManagedAccount = {
  id: 'a1',
  anchor: '4f2c0d3e-0000-4000-8000-000000000001' as Anchor,
  connectorId: 'c1',
  attributes: { ...noAttributes, displayName: 'Ada Lovelace', email: 'ada@example.com' },
  active: true,
  suspended: false,
  blockedBecause: null,
  unit: null,
  manager: null,
  lastSeenAt: null,
  lastLoggedOnAt: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
}

test('a value that the directory does not have is absent, never empty', () => {
  const user = toScimUser(account, account)
  expect(user).toMatchObject({
    externalId: account.anchor,
    userName: 'ada@example.com',
    name: {},
    active: true,
    phoneNumbers: [],
    enrollment: { suspended: false },
  })
  expect('title' in user).toBe(false)
})

test('a suspended or deactivated person is not active, and the reason stands with it', () => {
  const suspended = { ...account, suspended: true, blockedBecause: 'disabled-in-directory' }
  expect(toScimUser(suspended, suspended)).toMatchObject({
    active: false,
    enrollment: { because: 'disabled-in-directory', suspended: true },
  })
})

test('office, numbers and manager have their places', () => {
  const full = {
    ...account,
    attributes: { ...account.attributes, office: 'London', workPhone: '1', mobilePhone: '2', employeeNumber: '7' },
    manager: { id: 'a2', displayName: 'Grace Hopper' },
  }
  expect(toScimUser(full, full)).toMatchObject({
    phoneNumbers: [
      { type: 'work', value: '1' },
      { type: 'mobile', value: '2' },
    ],
    enrollment: { office: 'London' },
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: '7',
      manager: { value: 'a2', displayName: 'Grace Hopper' },
    },
  })
})

test("the company's own fields and numbers in E.164 stand where SCIM has no word", () => {
  const { enrollment } = toScimUser(
    {
      ...account,
      attributes: { ...account.attributes, workPhoneE164: '+442079460018', 'custom.badge': '7', 'custom.x': null },
    },
    account,
  )
  expect(enrollment).toEqual({ suspended: false, workPhoneE164: '+442079460018', custom: { badge: '7' } })
})
