import { expect, test } from 'vitest'
import { ConnectorSettings } from '@/lib/settings/connector'
import { changeInWords } from './changed-lines'
import { changedLines } from './setting-lines'

const connection = {
  hosts: [{ host: 'dc1.example.com', port: 636 }],
  ...{ security: 'ldaps', ca: null, baseDn: null, userId: 'reader' },
}
const sales = { anchor: '6f9619ff-8b86-d011-b42d-00c04fc964ff', dn: 'OU=Sales,DC=example,DC=com', effect: 'include' }
const board = { anchor: '7f9619ff-8b86-d011-b42d-00c04fc964ff', dn: 'CN=Board,DC=example,DC=com' }
const service = {
  id: '8f9619ff-8b86-4011-b42d-00c04fc964ff',
  ...{ name: 'Service accounts', field: 'sAMAccountName', match: 'starts-with', values: ['svc-'] },
}
const settings = (changes: object = {}) =>
  ConnectorSettings.parse({ connection, organizationalUnits: { mode: 'all' }, ...changes })
const told = (changes: object, before: object = {}) =>
  changedLines(settings(before), settings(changes), 'cloud').map(changeInWords)

test('the same configuration has no difference', () => {
  expect(told({})).toEqual([])
})

/** One change of each part of a configuration, and what is told of it. */
test.each<[string, object, string[]]>([
  ['units', { organizationalUnits: { mode: 'chosen', rules: [sales] } }, ['Unit Sales: new, included']],
  ['lists', { distributionLists: { mode: 'chosen', lists: [board] } }, ['Distribution list Board: new, followed']],
  ['inclusion', { inclusion: { filter: '(title=*)', attributes: [] } }, ['becomes (title=*)']],
  [
    'exclusions',
    { exclusions: { incoming: [service] } },
    ['“Service accounts”: new, sAMAccountName starts with “svc-”'],
  ],
  [
    'protected users',
    { exclusions: { protected: { accounts: [{ accountId: service.id, name: 'Ada', effect: 'never-deactivate' }] } } },
    ['Protected user “Ada”: new, Never take access away'],
  ],
  [
    'the reason of an exclusion',
    { exclusions: { incoming: [{ ...service, reason: 'Not a person' }] } },
    ['“Service accounts”: new, sAMAccountName starts with “svc-” (Not a person)'],
  ],
  ['joining', { joining: { rules: ['employee-id'] } }, ['becomes 1. The same employee ID']],
  ['groups', { groups: { goneLists: 'remove' } }, ['becomes Remove it']],
  ['limits', { safety: { removalsPeople: 20 } }, ['In one run, people: was 50, becomes 20']],
  ['leaving', { leaving: { disabled: 'suspend' } }, ['Disabled in the directory: was Deactivate']],
  ['grace', { leaving: { graceDays: 7 } }, ['was 0, becomes 7']],
  ['photos', { mapping: { photo: { policy: 'directory-wins' } } }, ['Photo: was Not managed, becomes']],
  [
    'a mapping',
    { mapping: { fields: { title: { source: { kind: 'expression', text: 'upper(entry.title)' } } } } },
    ['becomes upper(entry.title)'],
  ],
  [
    'a step of a mapping',
    {
      mapping: {
        fields: { title: { source: { kind: 'attributes', names: ['title'] }, modifiers: [{ kind: 'lower' }] } },
      },
    },
    ['becomes title; Lower case'],
  ],
  [
    'a field of the company',
    { mapping: { custom: [{ key: 'badge', label: 'Badge', source: { kind: 'attributes', names: ['x'] } }] } },
    ['Badge: new, x'],
  ],
  [
    'a server',
    { connection: { ...connection, hosts: [{ host: 'dc2.example.com', port: 636 }] } },
    ['becomes dc2.example.com:636'],
  ],
])('a change of %s is told, and taken back it is told the other way', (_, changes, parts) => {
  const there = told(changes)
  for (const part of parts) expect(there.join('\n')).toContain(part)
  const back = told({}, changes)
  expect(back).toHaveLength(there.length)
  expect(back).not.toEqual(there)
})

test('whose certificates agents trust is told on their machines, and is no setting that a switch to them changes', () => {
  const trusting = settings({ connection: { ...connection, ca: 'the authority of the company' } })
  const pinned = settings({ connection: { ...connection, pins: [`${'A'.repeat(43)}=`] } })
  for (const before of [trusting, pinned]) {
    expect(changedLines(before, settings(), 'cloud').map(({ key }) => key)).toEqual(['connection.trust'])
    expect(changedLines(before, settings(), 'agent')).toEqual([])
  }
})
