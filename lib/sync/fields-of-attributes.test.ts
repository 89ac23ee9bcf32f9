import { expect, test } from 'vitest'
import { MappingSettings } from '@/lib/settings/mapping'
import { type FieldOfAttributes, fieldsOfAttributes } from './fields-of-attributes'
import { readValues } from './read-values'

const from = (...names: string[]) => ({ source: { kind: 'attributes', names } })
const fieldsOf = (mapping: unknown): Map<string, FieldOfAttributes> =>
  new Map(fieldsOfAttributes(MappingSettings.parse(mapping)).map(field => [field.name, field]))
const has = (mapping: unknown, name: string, attributes: Record<string, string[]>) =>
  fieldsOf(mapping).get(name)?.has(readValues({ attributes }))

test('a field has a value where any of its attributes has one', () => {
  const mapping = { fields: { mobilePhone: from('mobile', 'otherMobile') } }
  expect(has(mapping, 'mobilePhone', { otherMobile: ['1'] })).toBe(true)
  expect(has(mapping, 'mobilePhone', { mobile: [' '], title: ['x'] })).toBe(false)
})

test('a name that is put together from its parts is there', () => {
  expect(has({}, 'displayName', { givenName: ['Ada'] })).toBe(true)
  expect(has({}, 'displayName', { title: ['x'] })).toBe(false)
})

test('managers are told like every other field', () => {
  expect(has({}, 'manager', { manager: ['CN=Ada'] })).toBe(true)
  expect(has({}, 'manager', {})).toBe(false)
})

test('a field that an expression computes, or that is not managed, is not told', () => {
  const computed = { kind: 'expression', text: 'upper(entry.title)' }
  const names = fieldsOf({
    fields: {
      title: { source: computed },
      department: { ...from('department'), policy: 'not-managed' },
      manager: { ifEmpty: { kind: 'leave' }, policy: 'not-managed' },
    },
    custom: [{ key: 'badge', label: 'Badge', source: computed }],
  })
  expect(['title', 'department', 'manager', 'custom.badge'].filter(name => names.has(name))).toEqual([])
  expect(names.has('email')).toBe(true)
})

test('a field stays empty only where no fixed value stands in and nobody is left out', () => {
  const fields = fieldsOf({ fields: { title: { ...from('title'), ifEmpty: { kind: 'default', value: 'Employee' } } } })
  expect(['title', 'email', 'department', 'manager'].map(name => fields.get(name)?.staysEmpty)).toEqual([
    false,
    false,
    true,
    true,
  ])
})
