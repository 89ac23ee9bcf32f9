import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { configFileSchema } from './json-schema'
import { readConfigFile } from './read-config-file'
import { narrowings } from './testing/narrowings'

const kept = (name: string) => readFileSync(path.join(import.meta.dirname, 'testing', name))
/** Version 1 as it was published. It stays as it is: companies keep files that were written for it. */
const published = JSON.parse(kept('version-1.schema.json').toString())
const older = kept('version-1.yaml')

test('whatever was valid in version 1 is valid in it, so whoever takes something away needs a version 2', () => {
  expect(narrowings(published, configFileSchema())).toEqual([])
})

test('a file that was written for version 1 is read, and fits', () => {
  expect(readConfigFile(older)).toMatchObject({ ok: true })
  const validator = z.fromJSONSchema(configFileSchema() as Parameters<typeof z.fromJSONSchema>[0])
  expect(validator.safeParse(parse(older.toString())).error?.issues ?? []).toEqual([])
})

/** The published schema with another value at a place of its first kind of file; undefined takes it away. */
function changed(place: string, value: unknown): unknown {
  const schema = structuredClone(published)
  const names = place.split('.')
  const last = names.pop() ?? ''
  const parent = names.reduce((node, name) => node[name], schema.oneOf[0])
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else parent[last] = value
  return schema
}

test.each([
  ['a key is gone', 'properties.groups', undefined],
  ['a key must be there', 'required', ['version', 'groups']],
  ['a word is gone', 'properties.security.enum', ['ldaps']],
  ['another version is asked for', 'properties.version.const', 2],
  ['a text is shorter', 'properties.name.maxLength', 59],
  ['a list is shorter', 'properties.hosts.maxItems', 4],
  ['a number is higher', 'properties.safety.properties.removalsPercent.minimum', 2],
  ['a pattern is another one', 'properties.password.pattern', '^x$'],
  ['a pattern is new', 'properties.name.pattern', '^[a-z]+$'],
  ['a type is another one', 'properties.userId.type', 'number'],
  ['a way to write it is gone', 'properties.schedule.anyOf', [{ type: 'string', const: 'none' }]],
  ['the values of a list are others', 'properties.joining.properties.rules.items.enum', ['verified-mail']],
  ['a condition is new that says nothing yet', 'maxProperties', 30],
])('it is noticed when %s', (_, place, value) => {
  expect(narrowings(published, changed(place, value))).not.toEqual([])
})

test.each([
  ['a key that may be left out is new', 'properties.further', { type: 'string' }],
  ['a word is new', 'properties.security.enum', ['ldaps', 'starttls', 'other']],
  ['a text may be longer', 'properties.name.maxLength', 61],
  ['a text has no end', 'properties.name.maxLength', undefined],
  ['a key need not be there', 'required', ['version', 'kind']],
  ['what is recommended is another number', 'properties.safety.properties.removalsPercent.default', 4],
])('what only grows is allowed: %s', (_, place, value) => {
  expect(narrowings(published, changed(place, value))).toEqual([])
})
