import { expect, test } from 'vitest'
import { MappingSettings } from '@/lib/settings/mapping'
import type { FieldCount } from '@/lib/store/changed-fields'
import { commonField, versionThatRemapped } from './cause-of-updates'

const count = (field: FieldCount['field'], updates: number): FieldCount => ({ field, updates, people: updates + 5 })
const common = (updates: number, ...counts: FieldCount[]) => commonField(counts, updates)?.field ?? null

test('a field is named only when more than 30 % of the updates change it, and at least ten', () => {
  expect(common(100, count('title', 30), count('department', 31))).toBe('department')
  expect(common(100, count('title', 30))).toBeNull()
  expect(common(10, count('title', 10))).toBe('title')
  expect(common(9, count('title', 9))).toBeNull()
  expect(common(0)).toBeNull()
})

test('what other rows than updates change does not count', () => {
  expect(common(20, { field: 'active', people: 900, updates: 0 }, count('office', 12))).toBe('office')
})

test('of two fields that change together the one is named that people know', () => {
  expect(common(50, count('workPhoneE164', 40), count('workPhone', 40))).toBe('workPhone')
  expect(common(50, count('custom.badge', 40), count('title', 40))).toBe('title')
})

const version = (number: number, mapping: unknown = {}) => ({
  version: number,
  mapping: MappingSettings.parse(mapping),
})
const department = (name: string) => ({ fields: { department: { source: { kind: 'attributes', names: [name] } } } })
const badge = (name: string) => ({
  custom: [{ key: 'badge', label: 'Badge', source: { kind: 'attributes', names: [name] } }],
})

test('the version is named that gave the field the mapping it has now', () => {
  const versions = [version(1), version(2, department('ou')), version(3, department('ou')), version(4)]
  expect(versionThatRemapped(versions, 'department', { from: 1, to: 3 })).toBe(2)
  expect(versionThatRemapped(versions, 'department', { from: 2, to: 4 })).toBe(4)
  expect(versionThatRemapped(versions, 'department', { from: 1, to: 2 })).toBe(2)
})

test('nothing is said where the field is mapped as before, though it was otherwise in between', () => {
  const versions = [version(1), version(2, department('ou')), version(3)]
  expect(versionThatRemapped(versions, 'department', { from: 1, to: 3 })).toBeNull()
  expect(versionThatRemapped(versions, 'title', { from: 1, to: 2 })).toBeNull()
  expect(versionThatRemapped(versions, 'active', { from: 1, to: 2 })).toBeNull()
  expect(versionThatRemapped(versions, 'department', { from: 7, to: 2 })).toBeNull()
})

test('a twin in E.164 follows the settings of telephone numbers, and an own field its own', () => {
  const versions = [
    version(1),
    version(2, { telephone: { e164: true, country: 'DE' } }),
    version(3, badge('employeeID')),
  ]
  expect(versionThatRemapped(versions, 'workPhoneE164', { from: 1, to: 2 })).toBe(2)
  expect(versionThatRemapped(versions, 'workPhone', { from: 1, to: 2 })).toBeNull()
  expect(versionThatRemapped(versions, 'custom.badge', { from: 2, to: 3 })).toBe(3)
  expect(versionThatRemapped(versions, 'custom.badge', { from: 1, to: 2 })).toBeNull()
})
