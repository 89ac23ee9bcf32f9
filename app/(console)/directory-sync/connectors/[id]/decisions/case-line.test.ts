import { expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinCase } from '@/lib/store/join-cases'
import { caseLine } from './case-line'

const former: JoinCase['candidates'][number] = {
  ...{ accountId: 'a1', displayName: 'Bea Old', address: 'bea@northwind.example', employeeNumber: null, rules: [] },
  ...{ against: ['account-former-person'], joinedAnchor: null, active: false, mayLink: true },
}
const asked: JoinCase = {
  ...{ anchor: 'p1' as Anchor, displayName: 'Bea New', email: 'bea@northwind.example' },
  ...{ unit: 'OU=Sales,OU=Northwind,DC=northwind,DC=example', because: { code: 'account-former-person', args: {} } },
  ...{ candidates: [former], mayCreate: false, evidenceHash: '', askedAt: new Date(0), decision: null },
}

test('who cannot have an account of their own is told whose account is in the way, why, what to do, and where it is', () => {
  const { held, unit } = caseLine(asked, 'UTC', new Map([['a1', 'managed']]))
  expect(held?.text).toMatch(
    /^Bea New cannot get .*account of Bea Old, which has no access any more, still has the address bea@/,
  )
  expect(held?.text).toMatch(/link that account.*give that account another address in Messenger and run a preview/)
  expect(held?.holder).toEqual({
    href: '/users/managed?q=bea%40northwind.example',
    text: 'Show the account of Bea Old',
  })
  expect(unit).toBe('Northwind › Sales')
})

test('an account that stands in no list is led to by no link, and who may have one of their own is told nothing', () => {
  expect(caseLine(asked, 'UTC', new Map()).held?.holder).toBeNull()
  expect(caseLine({ ...asked, mayCreate: true }, 'UTC', new Map()).held).toBeNull()
})
