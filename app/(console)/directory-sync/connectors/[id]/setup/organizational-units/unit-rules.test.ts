import { expect, test } from 'vitest'
import { exceptionsBelow, isIncluded, ownNewUnits, setNewUnits, setUnit, type UnitPlace, unitState } from './unit-rules'

const place = (dn: string, anchor: string, ...ancestors: string[]): UnitPlace => ({ dn, anchor, ancestors })
const domain = place('DC=example,DC=com', 'domain')
const sales = place('OU=Sales,DC=example,DC=com', 'sales', 'domain')
const emea = place('OU=EMEA,OU=Sales,DC=example,DC=com', 'emea', 'sales', 'domain')
const legal = place('OU=Legal,DC=example,DC=com', 'legal', 'domain')

test('without a rule nobody is included', () => {
  expect(isIncluded([], sales)).toBe(false)
  expect(unitState([], domain)).toBe('out')
})

test('the nearest rule on the way up decides', () => {
  const rules = setUnit(setUnit([], sales, true), emea, false)
  expect(isIncluded(rules, sales)).toBe(true)
  expect(isIncluded(rules, emea)).toBe(false)
  expect(isIncluded(rules, legal)).toBe(false)
})

test('a unit with an exception below is shown as partly included, and so are those above it', () => {
  const rules = setUnit([], sales, true)
  expect(unitState(rules, sales)).toBe('in')
  expect(unitState(rules, domain)).toBe('partly')
  const less = setUnit(rules, emea, false)
  expect(unitState(less, sales)).toBe('partly')
  expect(exceptionsBelow(less, sales)).toHaveLength(1)
})

test('what is inherited needs no rule, so including a unit inside an included one changes nothing', () => {
  const rules = setUnit([], domain, true)
  expect(setUnit(rules, sales, true)).toEqual(rules)
  expect(setUnit(setUnit(rules, sales, false), sales, true)).toEqual(rules)
})

test('excluding everything leaves no rules at all', () => {
  const rules = setUnit(setUnit([], sales, true), emea, false)
  expect(setUnit(rules, domain, false)).toEqual([])
})

test('an exception made by hand survives when it is kept, and is gone when it is not', () => {
  const rules = setUnit(setUnit([], domain, true), emea, false)
  const kept = setUnit(setUnit(rules, sales, false), sales, true, exceptionsBelow(rules, sales))
  expect(isIncluded(setUnit(rules, sales, true), emea)).toBe(true)
  expect(isIncluded(setUnit(rules, sales, true, exceptionsBelow(rules, sales)), emea)).toBe(false)
  expect(kept.length).toBeGreaterThan(0)
})

test('one unit says of its own what becomes of units created later, until it is as for all again or left out', () => {
  const rules = setUnit(setUnit([], sales, true), emea, false)
  const asked = setNewUnits(rules, 'sales', 'ask')
  expect(asked).toEqual([{ ...rules[0], newUnits: 'ask' }, rules[1]])
  expect([ownNewUnits(rules), ownNewUnits(asked)]).toEqual([0, 1])
  expect(setNewUnits(asked, 'sales', null)).toEqual(rules)
  expect(setNewUnits(rules, 'emea', 'exclude'), 'below a unit that is left out everything is').toEqual(rules)
  expect(ownNewUnits(setUnit(asked, legal, true)), 'a choice elsewhere keeps it').toBe(1)
})
