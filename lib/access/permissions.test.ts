import { expect, test } from 'vitest'
import { permissions, rolePermissions } from './permissions'

test('the table of roles is what was decided', () => {
  const table = Object.fromEntries(
    Object.entries(rolePermissions).map(([role, granted]) => [
      role,
      permissions.map(p => (granted.includes(p) ? 1 : 0)).join(''),
    ]),
  )
  // read, configure, run, approve, audit, settings read, settings write, raise a limit, spend
  expect(table).toEqual({
    'primary-master-admin': '111111111',
    'enterprise-admin': '111111101',
    operator: '111111000',
    approver: '100111000',
    auditor: '100011000',
  })
})

test('no role holds a permission twice or one that does not exist', () => {
  for (const granted of Object.values(rolePermissions)) {
    expect(new Set(granted).size).toBe(granted.length)
    expect(granted.every(permission => permissions.includes(permission))).toBe(true)
  }
})
