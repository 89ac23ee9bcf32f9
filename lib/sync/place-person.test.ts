import { describe, expect, test } from 'vitest'
import type { OrganizationalUnitRule } from '@/lib/settings/organizational-units'
import { placePerson } from './place-person'
import { anchorOf } from './testing/builders'

const [team, department, company] = [anchorOf(1), anchorOf(2), anchorOf(3)]
const up = { units: [team, department, company], whole: true }
const rule = (anchor: string, effect: 'include' | 'exclude'): OrganizationalUnitRule => ({ anchor, dn: '', effect })
const chosen = (...rules: OrganizationalUnitRule[]) => placePerson(up, { mode: 'chosen', rules }, false)

describe('the nearest rule on the way up decides', () => {
  test('included from above', () => expect(chosen(rule(company, 'include'))).toBe('in'))
  test('excluded nearer', () =>
    expect(chosen(rule(company, 'include'), rule(department, 'exclude'))).toBe('not-in-scope'))
  test('included nearest', () =>
    expect(chosen(rule(company, 'include'), rule(department, 'exclude'), rule(team, 'include'))).toBe('in'))
  test('a rule elsewhere says nothing', () => expect(chosen(rule(anchorOf(9), 'include'))).toBe('not-in-scope'))
  test('the order of rules says nothing', () =>
    expect(chosen(rule(team, 'exclude'), rule(company, 'include'))).toBe('not-in-scope'))
  test('of two for one unit, the one that can be undone', () =>
    expect(chosen(rule(team, 'include'), rule(team, 'exclude'))).toBe('not-in-scope'))
  test('a rule typed in capitals is the same rule', () =>
    expect(
      placePerson(
        { units: [anchorOf(171)], whole: true },
        { mode: 'chosen', rules: [rule(anchorOf(171).toUpperCase(), 'include')] },
        false,
      ),
    ).toBe('in'))
})

test('all, none, and built-in accounts', () => {
  expect(placePerson({ units: [], whole: false }, { mode: 'all' }, false)).toBe('in')
  expect(placePerson(up, { mode: 'none' }, false)).toBe('not-in-scope')
  expect(placePerson(up, { mode: 'all' }, true)).toBe('built-in-account')
})

test('where the way up is not known, only a rule on the known part decides', () => {
  const hidden = { units: [team, department], whole: false }
  const place = (...rules: OrganizationalUnitRule[]) => placePerson(hidden, { mode: 'chosen', rules }, false)
  expect(place(rule(company, 'include'))).toBe('unit-unreadable')
  expect(place(rule(company, 'include'), rule(department, 'exclude'))).toBe('not-in-scope')
  expect(place(rule(team, 'include'))).toBe('in')
})
