import { expect, test } from 'vitest'
import { ConnectionSettings } from '@/lib/settings/connection'
import { MappingSettings } from '@/lib/settings/mapping'
import { checkMapping } from './check-mapping'
import { FakeDirectory, fakeBase } from './testing/fake-source'

const connection = ConnectionSettings.parse({
  ...{
    hosts: [{ host: 'dc1.example.com', port: 636 }],
    security: 'ldaps',
    ca: null,
    baseDn: fakeBase,
    userId: 'reader',
  },
})

const check = (directory: FakeDirectory, mapping: unknown, filter?: string) =>
  checkMapping(
    {
      mapping: MappingSettings.parse(mapping),
      inclusion: filter ? { filter, attributes: [{ written: 'title', name: 'title', syntax: 'text' }] } : null,
      verifiedDomains: new Set([directory.domain]),
      now: new Date('2026-11-26T04:00:00Z'),
    },
    {
      source: directory.source(),
      settings: { connection, organizationalUnits: { mode: 'all' } },
      signal: new AbortController().signal,
    },
  )

function company() {
  const directory = new FakeDirectory()
  directory.person('Ada', fakeBase, { title: 'Dr.' })
  directory.person('Bo', fakeBase, { mail: null })
  for (const name of ['Cy', 'Di']) directory.person(name, fakeBase, { mail: `shared@${directory.domain}` })
  directory.person('Computer', fakeBase, { userAccountControl: '4096' })
  return directory
}

test('everybody is counted once, with what is wrong and whose it is', async () => {
  const found = await check(company(), {})
  expect(found).toMatchObject({ people: 4, fine: 1, partial: false })
  expect(found.problems.map(({ code, people, names }) => [code, people, names])).toEqual([
    ['mail-duplicate', 2, ['Cy', 'Di']],
    ['mail-missing', 1, ['Bo']],
  ])
})

test('an attribute that the directory does not have is told, with the one that was meant', async () => {
  const found = await check(company(), { fields: { office: { source: { kind: 'attributes', names: ['departmnt'] } } } })
  expect(found.unknown).toContainEqual({
    code: 'mapping-attribute-unknown',
    args: { attribute: 'departmnt', suggestion: 'department' },
    path: 'mapping.fields.office.source.names.0',
  })
})

test('whom the inclusion rule leaves out is not counted', async () => {
  const found = await check(company(), {}, '(title=*)')
  expect(found).toMatchObject({ people: 1, fine: 1 })
  expect(found.fields).toContainEqual({ name: 'email', missing: 0, staysEmpty: false })
})

test('each field that attributes fill is told with how many people the directory has nothing for', async () => {
  const { fields } = await check(company(), { fields: { office: { source: { kind: 'expression', text: '"Bern"' } } } })
  expect(fields).toContainEqual({ name: 'title', missing: 3, staysEmpty: true })
  expect(fields).toContainEqual({ name: 'email', missing: 1, staysEmpty: false })
  expect(fields).toContainEqual({ name: 'displayName', missing: 0, staysEmpty: false })
  expect(fields.map(({ name }) => name)).not.toContain('office')
})
