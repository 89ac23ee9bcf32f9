import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { env } from '@/lib/env'
import { generatedName, generatedSchedule, generatedSettings } from '@/lib/settings/testing/generate-settings'
import { configFileSchema } from './json-schema'
import { readConfigFile } from './read-config-file'
import { writtenFile } from './write-config-file'

const validator = z.fromJSONSchema(configFileSchema() as Parameters<typeof z.fromJSONSchema>[0])
/** As a program sees it that has parsed the text: what is undefined is not there. */
const fits = (file: unknown) => validator.safeParse(JSON.parse(JSON.stringify(file))).success
const read = (file: unknown) => readConfigFile(Buffer.from(JSON.stringify(file)))

/** What a shape cannot say: the reader alone refuses these. */
const beyondAShape = [
  ...['base-dn-invalid', 'organizational-unit-invalid', 'organizational-units-empty', 'organizational-unit-twice'],
  ...['distribution-list-invalid', 'people-of-lists-alone', 'certificate-too-large', 'password-in-file'],
  ...[
    'host-missing',
    'host-has-scheme',
    'host-has-port',
    'host-has-space',
    'host-ipv6-without-brackets',
    'host-invalid',
  ],
  ...['filter-missing', 'filter-parenthesis-missing', 'filter-unfinished', 'filter-left-over', 'filter-attribute'],
  ...['mapping-clears-against-policy', 'mapping-custom-key-twice', 'mapping-country-unknown', 'mapping-text-invalid'],
  ...['mapping-field-required', 'mapping-address-follows', 'mapping-attribute-refused', 'mapping-custom-key-reserved'],
  ...['mapping-photo-attribute', 'exclusion-one-value', 'exclusion-pattern-invalid', 'exclusion-value-missing'],
  ...['join-rule-twice', 'quiet-hours-empty', 'quiet-hours-cover-everything', 'start-date-missing', 'date-invalid'],
  'time-zone-unknown',
]
const isBeyond = (code: string) => beyondAShape.includes(code) || code.startsWith('expression-')

test('it names itself without any host, and is the same every time', () => {
  const schema = configFileSchema()
  expect(schema).toMatchObject({
    $id: 'urn:enrollment:connector-configuration:1',
    oneOf: [{ additionalProperties: false }, { additionalProperties: false }],
  })
  expect(JSON.stringify(configFileSchema())).toBe(JSON.stringify(schema))
  expect(JSON.stringify(schema).match(/https?:\/\/[^"]*/g)).toEqual(['https://json-schema.org/draft/2020-12/schema'])
})

test('the example in README fits, and is read', () => {
  const [, example = ''] = /```yaml\n(version: 1\n[\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
  expect(fits(parse(example))).toBe(true)
  expect(readConfigFile(Buffer.from(example))).toMatchObject({ ok: true })
})

const files = fc
  .record({
    name: generatedName,
    kind: fc.constantFrom<'cloud' | 'agent'>('cloud', 'agent'),
    settings: generatedSettings,
    schedule: generatedSchedule,
  })
  .map(one =>
    writtenFile(
      { ...one, timeZone: 'Europe/Berlin', precedence: ['Other'], names: { accounts: new Map(), groups: new Map() } },
      'env',
    ),
  )

test('whatever is exported fits', () => {
  fc.assert(
    fc.property(files, file => {
      expect(validator.safeParse(JSON.parse(JSON.stringify(file))).error?.issues ?? []).toEqual([])
    }),
    { numRuns: 50 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_127 },
  )
})

const [sample = expect.fail()] = fc.sample(
  files.filter(({ kind }) => kind === 'cloud'),
  { numRuns: 1, seed: 3 },
)
const good = { ...sample, organizationalUnits: 'all', distributionLists: 'none', peopleOfLists: undefined }

describe('what the reader refuses for its shape, the schema refuses', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a missing key', { userId: undefined }],
    ['what an agent’s machine was told', { kind: 'agent' }],
    ['an unknown key', { frequncy: 1 }],
    ['another version', { version: 2 }],
    ['a password', { password: 'hunter2' }],
    ['another secret', { password: `\${secret:webhook}` }],
    ['no hosts', { hosts: [] }],
    ['an unknown key of a host', { hosts: [{ host: 'a.example', prot: 1 }] }],
    ['a port beyond all', { hosts: [{ host: 'a.example', port: 70_000 }] }],
    ['no encryption', { security: 'none' }],
    ['a word that is none', { organizationalUnits: 'some' }],
    ['a rule of two effects', { organizationalUnits: [{ include: 'OU=a', exclude: 'OU=b' }] }],
    ['new units of an excluded unit', { organizationalUnits: [{ exclude: 'OU=a', newUnits: 'ask' }] }],
    ['a list without its GUID', { distributionLists: [{ list: 'CN=a' }] }],
    ['a limit that is switched off', { safety: { removalsPercent: 0 } }],
    ['a reason that is none', { leaving: { retired: 'suspend' } }],
    ['a schedule of nobody’s', { schedule: { full: { every: 'minute' } } }],
    ['a time that is none', { schedule: { full: { every: 'day', at: '25:00' } } }],
    ['a rule to link by that is none', { joining: { rules: ['name'] } }],
    ['a field that is none', { mapping: { fields: { password: {} } } }],
    [
      'a misspelled policy',
      { mapping: { fields: { title: { source: { kind: 'attributes', names: ['t'] }, polciy: 'x' } } } },
    ],
    ['a source of nothing', { mapping: { fields: { title: { source: { kind: 'attributes', names: [] } } } } }],
    [
      'an id of a rule',
      { exclusions: { incoming: [{ id: 1, name: 'A', field: 'cn', match: 'exact', values: ['x'] }] } },
    ],
    [
      'a protection that is none',
      { exclusions: { protected: { accounts: [{ account: 'a@b.example', effect: 'x' }] } } },
    ],
    ['groups that are deleted', { groups: { goneLists: 'delete' } }],
  ])('%s', (_, changes) => {
    expect(fits(good)).toBe(true)
    expect(read(good)).toMatchObject({ ok: true })
    expect([read({ ...good, ...changes }).ok, fits({ ...good, ...changes })]).toEqual([false, false])
  })
})

type Place = { parent: Record<string, unknown> | unknown[]; key: string | number }
function places(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const parent = value as Place['parent']
  const keys = Array.isArray(parent) ? parent.map((_, index) => index) : Object.keys(parent)
  return keys.flatMap(key => [{ parent, key }, ...places(Reflect.get(parent, key))])
}

test('however a file is damaged, schema and reader agree about its shape', () => {
  const others = fc.constantFrom<unknown>(7, true, 'no such word', {}, { unknown: 1 }, [7], [], -1, 1.5)
  let refused = 0
  let accepted = 0
  fc.assert(
    fc.property(files, fc.nat(), others, fc.boolean(), (file, at, other, remove) => {
      const damaged = structuredClone(file) as Record<string, unknown>
      const all = places(damaged)
      const { parent, key } = all[at % all.length] ?? expect.fail()
      if (remove && !Array.isArray(parent)) Reflect.deleteProperty(parent, key)
      else Reflect.set(parent, key, other)
      const outcome = read(damaged)
      const place = `${String(key)} = ${JSON.stringify(other)}`
      if (outcome.ok) {
        accepted++
        expect(fits(damaged), place).toBe(true)
      } else if (!outcome.faults.every(({ code }) => isBeyond(code))) {
        refused++
        expect(fits(damaged), `${place} ${JSON.stringify(outcome.faults)}`).toBe(false)
      }
    }),
    { numRuns: 150 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_128, endOnFailure: true },
  )
  expect(refused).toBeGreaterThan(60)
  expect(accepted).toBeGreaterThan(15)
})
