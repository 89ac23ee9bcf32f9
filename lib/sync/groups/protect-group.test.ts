import { expect, test } from 'vitest'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { isDistributionList } from './place-list'
import { compileGroupShields } from './protect-group'

const id = '4f2c0d3e-0000-4000-8000-000000000001'
const rule = (values: object) => ({ id, name: 'A rule', match: 'exact', ...values })
const shieldsOf = (settings: object) => compileGroupShields(ExclusionSettings.parse({ protected: settings }))
const group = { groupId: id, fields: { name: 'Board', address: 'board@example.com', description: null } }

test.each([
  ['the entry of a group', { groups: [{ groupId: id.toUpperCase(), name: 'The board' }] }, 'The board'],
  ['a rule on the name', { groupRules: [rule({ field: 'name', values: ['board'] })] }, 'A rule'],
  [
    'a rule on the address',
    { groupRules: [rule({ field: 'address', match: 'starts-with', values: ['board@'] })] },
    'A rule',
  ],
  [
    'a rule on a value it does not have',
    { groupRules: [rule({ field: 'description', match: 'pattern', values: ['.*'] })] },
    null,
  ],
  ['a rule that is not met', { groupRules: [rule({ field: 'name', values: ['Boards'] })] }, null],
  ['nothing', {}, null],
])('%s', (_, settings, shield) => expect(shieldsOf(settings)(group)).toBe(shield))

type Traits = { groupType: string; mail?: string; isCriticalSystemObject?: string }
test.each<[string, Traits, boolean]>([
  ['universal distribution', { groupType: '8' }, true],
  ['security', { groupType: '-2147483646' }, false],
  ['security with an address', { groupType: '-2147483640', mail: 'a@example.com' }, true],
  ['Active Directory’s own', { groupType: '8', mail: 'a@example.com', isCriticalSystemObject: 'TRUE' }, false],
])('a distribution list or not: %s', (_, { groupType, mail = null, isCriticalSystemObject = null }, expected) =>
  expect(isDistributionList({ groupType, mail, isCriticalSystemObject })).toBe(expected),
)
