import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { ScheduleSettings } from '@/lib/settings/schedule'
import { generatedName, generatedSchedule, generatedSettings } from '@/lib/settings/testing/generate-settings'
import type { ConfigFile } from './config-file'
import { readConfigFile } from './read-config-file'
import { formatFile, passwordVariableOf, writtenFile } from './write-config-file'

const names = { accounts: new Map<string, string>(), groups: new Map<string, string>() }

/** Of agents the file says where they read, and their machines say the rest. */
function connectionOf(file: ConfigFile, known: ConnectorSettings): ConnectorSettings['connection'] {
  if (file.kind === 'agent') return { ...known.connection, baseDn: file.baseDn }
  return { ...file.connection, ca: file.authority.kind === 'pem' ? file.authority.pem : null }
}

/** What is read, put together again by somebody who knows every DN, as the directory does. */
function settingsOf(file: ConfigFile, known: ConnectorSettings): ConnectorSettings {
  const { organizationalUnits: units, distributionLists: lists = 'none', newUnits, inclusionRule } = file
  const usual = newUnits === undefined ? {} : { newUnits }
  const { leaving, safety, joining, mapping, groups } = file
  if (!leaving || !safety || !joining || !mapping || !groups) throw new Error('An export leaves nothing out')
  return {
    connection: connectionOf(file, known),
    organizationalUnits:
      units === 'none'
        ? { mode: 'none' }
        : units === 'all'
          ? { mode: 'all', ...usual }
          : {
              mode: 'chosen',
              ...usual,
              rules: units.map(({ effect, reference, dn = '', newUnits: own }) => ({
                ...{ effect, anchor: reference, dn },
                ...(own ? { newUnits: own } : {}),
              })),
            },
    distributionLists: Array.isArray(lists)
      ? {
          mode: 'chosen',
          lists: lists.map(({ reference, dn = '' }) => ({ anchor: reference, dn })),
          people: file.peopleOfLists ?? 'left-out',
        }
      : { mode: lists },
    inclusion: inclusionRule?.filter ? { filter: inclusionRule.filter, attributes: [] } : null,
    exclusions: known.exclusions,
    ...{ leaving, safety, joining, mapping: mapping.settings, groups },
  }
}

const withoutLines = (file: ConfigFile) =>
  JSON.parse(JSON.stringify(file.exclusions, (key, value) => (key === 'line' ? undefined : value)))
const asWritten = ({ incoming, protected: guarded }: ExclusionSettings) => {
  const plain = (rules: { id: string }[]) => rules.map(({ id, ...rule }) => rule)
  return {
    incoming: plain(incoming),
    protected: {
      accounts: guarded.accounts.map(({ accountId: account, name: _name, ...rest }) => ({ account, ...rest })),
      rules: plain(guarded.rules),
      groups: guarded.groups.map(({ groupId: group }) => ({ group })),
      groupRules: plain(guarded.groupRules),
    },
  }
}
const defined = (value: unknown) => JSON.parse(JSON.stringify(value))

type Case = {
  name: string
  kind: ConfigFile['kind']
  settings: ConnectorSettings
  schedule: ScheduleSettings | null
  format: 'yaml' | 'json'
}
const cases: fc.Arbitrary<Case> = fc.record({
  name: generatedName,
  kind: fc.constantFrom('cloud', 'agent'),
  settings: generatedSettings,
  schedule: generatedSchedule,
  format: fc.constantFrom('yaml', 'json'),
})
const written = ({ name, kind, settings, schedule, format }: Case) =>
  formatFile(
    writtenFile(
      { name, kind, settings, schedule, timeZone: 'Europe/Berlin', precedence: [name, 'Other'], names },
      'env',
    ),
    format,
    'Version 3.',
  )

test('whatever is set, the file that is written of it is read back as the same settings, in YAML and in JSON', () => {
  fc.assert(
    fc.property(cases, one => {
      const outcome = readConfigFile(Buffer.from(written(one)))
      if (!outcome.ok) throw new Error(`${JSON.stringify(outcome.faults)}\n${written(one)}`)
      const file = outcome.value
      expect(defined(settingsOf(file, one.settings))).toEqual(defined(one.settings))
      expect(withoutLines(file)).toEqual(asWritten(one.settings.exclusions))
      expect(file).toMatchObject({
        name: one.name,
        schedule: one.schedule,
        timeZone: 'Europe/Berlin',
        precedence: [one.name, 'Other'],
      })
      const password = { from: 'env', name: passwordVariableOf(one.name) }
      if (file.kind === 'cloud') expect(file.password).toMatchObject(password)
      else expect(written(one)).not.toMatch(/userId|hosts|password:/)
    }),
    { numRuns: 150 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 },
  )
})

describe('the variable of the password', () => {
  test.each([
    ['Head office', 'HEAD_OFFICE_PASSWORD'],
    ['  Zürich (2) ', 'ZU_RICH_2_PASSWORD'],
    ['2 go', 'GO_PASSWORD'],
    ['北京', 'DIRECTORY_PASSWORD'],
  ])('of “%s” is called %s', (name, variable) => expect(passwordVariableOf(name)).toBe(variable))
})

test('accounts and groups stand with the names that were found for them, and a stored password as a reference', () => {
  const id = '6f9619ff-8b86-d011-b42d-00c04fc964ff'
  const [settings] = fc.sample(generatedSettings, { numRuns: 1, seed: 1 })
  const guarded = {
    accounts: [{ accountId: id, name: 'Ada', effect: 'leave-as-is' as const }],
    groups: [{ groupId: id, name: 'All' }],
  }
  const exclusions = { incoming: [], protected: { ...guarded, rules: [], groupRules: [] } }
  const known = { accounts: new Map([[id, 'ada@contoso.example']]), groups: new Map([[id, 'All hands']]) }
  const configuration = {
    name: 'A',
    kind: 'cloud' as const,
    settings: { ...(settings ?? expect.fail()), exclusions },
    schedule: null,
    timeZone: 'UTC',
    precedence: [],
    names: known,
  }
  expect(writtenFile(configuration, 'secret')).toMatchObject({
    password: `\${secret:bind-password}`,
    exclusions: { protected: { accounts: [{ account: 'ada@contoso.example' }], groups: [{ group: 'All hands' }] } },
  })
})
