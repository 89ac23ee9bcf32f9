import { expect, test } from 'vitest'
import { requiredAttributes } from '@/lib/directory/person-attributes'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import { MappingSettings } from '@/lib/settings/mapping'
import { wantedAttributes } from './wanted-attributes'

const wanted = (mapping: unknown, exclusions: unknown = {}, inclusion: InclusionSettings = null) =>
  wantedAttributes({
    inclusion,
    mapping: MappingSettings.parse(mapping),
    exclusions: ExclusionSettings.parse(exclusions),
  })
const from = (...names: string[]) => ({ source: { kind: 'attributes', names } })

test('whoever chose nothing is asked for what everybody was always asked for, in the same order', () =>
  expect(wanted({})).toEqual(requiredAttributes))

test('what nobody maps is not asked for, but for names and the state of the account', () => {
  const policy = 'not-managed'
  const names = ['givenName', 'familyName', 'department', 'title', 'workPhone', 'mobilePhone', 'office', 'organization']
  const unmanaged = Object.fromEntries(
    [...names, 'employeeNumber'].map(name => [name, { ...from('whatever'), policy }]),
  )
  const fields = { ...unmanaged, displayName: { source: { kind: 'expression', text: 'entry.cn' } } }
  const manager = { policy, ifEmpty: { kind: 'leave' } }
  expect(wanted({ fields: { ...fields, manager } })).toEqual([
    'cn',
    'mail',
    'userPrincipalName',
    'sAMAccountName',
    'userAccountControl',
    'accountExpires',
    'isCriticalSystemObject',
  ])
})

test('attributes of mapping and exclusions are asked for once, in whatever spelling, in an order of their own', () => {
  const id = '00000000-0000-4000-8000-000000000001'
  const incoming = [{ id, name: 'Hidden', field: 'EXTENSIONATTRIBUTE1', match: 'exact', values: ['x'] }]
  const custom = [{ key: 'badge', label: 'Badge', ...from('extensionAttribute2', 'extensionAttribute1', 'MAIL') }]
  expect(wanted({ custom }, { incoming })).toEqual([
    ...requiredAttributes,
    'extensionAttribute1',
    'extensionAttribute2',
  ])
})

test('what the inclusion rule names is asked for under the name that the schema gives it', () => {
  const attributes = [{ written: '2.16.840.1.113730.3.1.4', name: 'employeeType', syntax: 'text' as const }]
  expect(wanted({}, {}, { filter: '(2.16.840.1.113730.3.1.4=x)', attributes })).toEqual([
    ...requiredAttributes,
    'employeeType',
  ])
})
