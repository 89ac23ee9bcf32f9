import { expect, test } from 'vitest'
import { MappingSettings } from '@/lib/settings/mapping'
import { mappingFaults } from './check-mapping'

const from = (...names: string[]) => ({ kind: 'attributes', names })
const cel = (text: string) => ({ kind: 'expression', text })
const faultsOf = (settings: unknown, known: readonly string[] | null = null) =>
  mappingFaults(MappingSettings.parse(settings), known)

test('the mapping of those who never chose one has no fault', () => expect(faultsOf({})).toEqual([]))

test('every expression is compiled, and what is wrong has its field, line and column', () => {
  const fields = { title: { source: cel('entry.title\n + 1') } }
  const custom = [
    { key: 'badge', label: 'Badge', source: cel('entry.employeeNumber') },
    { key: 'floor', label: 'Floor', source: cel('lowre(entry.l)') },
  ]
  expect(faultsOf({ fields, custom })).toEqual([
    { code: 'expression-types', args: { line: 1, column: 1 }, path: 'mapping.fields.title.source.text' },
    {
      code: 'expression-function-unknown',
      args: { line: 1, column: 1, name: 'lowre', suggestion: 'lower' },
      path: 'mapping.custom.1.source.text',
    },
  ])
})

test('an attribute that the schema does not have is named, with the one that was probably meant', () => {
  const known = ['displayName', 'cn', 'givenName', 'sn', 'mail', 'department', 'title', 'telephoneNumber', 'mobile']
  const rest = ['physicalDeliveryOfficeName', 'company', 'employeeID']
  expect(
    faultsOf(
      {},
      [...known, ...rest].map(name => name.toUpperCase()),
    ),
  ).toEqual([])
  const fields = {
    department: { source: from('department', 'depratment') },
    title: { source: cel('firstOf(entry.title, entry.xyzzy)') },
  }
  expect(faultsOf({ fields }, [...known, ...rest])).toEqual([
    {
      code: 'mapping-attribute-unknown',
      args: { attribute: 'depratment', suggestion: 'department' },
      path: 'mapping.fields.department.source.names.1',
    },
    {
      code: 'mapping-attribute-unknown',
      args: { attribute: 'xyzzy', suggestion: 'none' },
      path: 'mapping.fields.title.source.text',
    },
  ])
})

test('no expression gets at passwords or pictures either', () =>
  expect(faultsOf({ fields: { title: { source: cel('values["ms-Mcs-AdmPwd"][0]') } } })).toEqual([
    { code: 'mapping-attribute-refused', args: {}, path: 'mapping.fields.title.source.text' },
  ]))

test('a country has to be one', () => {
  expect(faultsOf({ telephone: { country: 'DE' } })).toEqual([])
  expect(faultsOf({ telephone: { country: 'XX' } })).toMatchObject([
    { code: 'mapping-country-unknown', path: 'mapping.telephone.country' },
  ])
})
