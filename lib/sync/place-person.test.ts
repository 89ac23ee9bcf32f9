import { describe, expect, test } from 'vitest'
import type { OrganizationalUnitRule, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { type Ancestry, type Place, placePerson } from './place-person'
import { anchorOf } from './testing/builders'

const [team, department, company] = [anchorOf(1), anchorOf(2), anchorOf(3)]
const up = { units: [team, department, company], whole: true }
const placeIn = (ancestry: Ancestry, settings: OrganizationalUnitSettings, more: Partial<Place> = {}) =>
  placePerson({
    ancestry,
    settings,
    isNew: () => false,
    reach: 'not-reached',
    nobody: null,
    matches: true,
    excluded: false,
    ...more,
  })
const rule = (anchor: string, effect: 'include' | 'exclude'): OrganizationalUnitRule => ({ anchor, dn: '', effect })
const chosen = (...rules: OrganizationalUnitRule[]) => placeIn(up, { mode: 'chosen', rules })

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
      placeIn(
        { units: [anchorOf(171)], whole: true },
        { mode: 'chosen', rules: [rule(anchorOf(171).toUpperCase(), 'include')] },
      ),
    ).toBe('in'))
})

test('all, none, and built-in accounts', () => {
  expect(placeIn({ units: [], whole: false }, { mode: 'all' })).toBe('in')
  expect(placeIn(up, { mode: 'none' })).toBe('not-in-scope')
  expect(placeIn(up, { mode: 'all' }, { nobody: 'built-in-account' })).toBe('built-in-account')
})

test('where the way up is not known, only a rule on the known part decides', () => {
  const hidden = { units: [team, department], whole: false }
  const place = (...rules: OrganizationalUnitRule[]) => placeIn(hidden, { mode: 'chosen', rules })
  expect(place(rule(company, 'include'))).toBe('unit-unreadable')
  expect(place(rule(company, 'include'), rule(department, 'exclude'))).toBe('not-in-scope')
  expect(place(rule(team, 'include'))).toBe('in')
})

describe('a new unit is what its nearest rule says', () => {
  const isNew = (unit: unknown) => unit === department
  const place = (newUnits: 'include' | 'exclude' | 'ask', ...more: OrganizationalUnitRule[]) =>
    placeIn(up, { mode: 'chosen', rules: [{ ...rule(company, 'include'), newUnits }, ...more] }, { isNew })
  test('in, out, or nobody knows yet, with everybody below it', () => {
    expect(place('include')).toBe('in')
    expect(place('exclude')).toBe('new-unit-excluded')
    expect(place('ask')).toBe('new-unit-undecided')
  })
  test('a rule on it or below it decides', () => {
    expect(place('ask', rule(department, 'include'))).toBe('in')
    expect(place('ask', rule(team, 'include'))).toBe('in')
    expect(place('ask', rule(department, 'exclude'))).toBe('not-in-scope')
  })
  test('of two for one unit, the more careful', () =>
    expect(place('include', { ...rule(company, 'include'), newUnits: 'ask' })).toBe('new-unit-undecided'))
  test('where everything is included, a unit whose way up is not known could be below a new one', () => {
    const settings = { mode: 'all', newUnits: 'ask' } as const
    expect(placeIn({ units: [team], whole: false }, settings)).toBe('unit-unreadable')
    expect(placeIn({ units: [team, company], whole: true }, settings)).toBe('in')
    expect(placeIn(up, settings, { isNew })).toBe('new-unit-undecided')
  })
})

test('only whoever matches the inclusion rule is in, and an exclusion comes after it', () => {
  const all = { mode: 'all' } as const
  expect(placeIn(up, all, { matches: false })).toBe('not-matching-inclusion-rule')
  expect(placeIn(up, all, { matches: undefined, excluded: true })).toBe('not-matching-inclusion-rule')
  expect(placeIn(up, all, { excluded: true })).toBe('excluded')
  expect(placeIn(up, { mode: 'none' }, { matches: false })).toBe('not-in-scope')
})
