import fc from 'fast-check'
import { fieldPolicies, joinRules, mappingTargets, matchTypes, protections, weekdays } from '../choices'
import { ConnectorSettings, LeavingPolicy } from '../connector'
import { GoneGroupPolicy } from '../groups'
import { photoAttributes } from '../mapping'
import { NewUnits } from '../organizational-units'
import { ScheduleSettings } from '../schedule'

/** Text as people write it, with what YAML, JSON and shells might take for something else. */
const words = fc.constantFrom(
  ...['Sales', 'Łódź', 'O’Brien', 'yes', 'no', 'null', '~', '1e3', '0x1F', '12:30', '# not a comment', '- a', '? b'],
  ...[
    '{x}',
    '[y]',
    '&a',
    '*b',
    '!!c',
    '%d',
    '@e',
    '`f',
    'a: b',
    "it's",
    '"quoted"',
    'back\\slash',
    `\${env:HOME}`,
    '💬',
  ],
  ...['true', '.inf', '<<', '2026-11-26', '-', '|', '>', 'ends with:', "'", '=1+1', 'a #b', 'two  spaces'],
)
const text = fc.array(words, { minLength: 1, maxLength: 3 }).map(parts => parts.join(' ').slice(0, 60).trim())
const longText = fc.array(words, { minLength: 1, maxLength: 40 }).map(parts => parts.join(' '))
const guid = fc.uuid()
/** The same values under a name that says whose they are; a DN always parses. */
const dn = fc
  .array(fc.constantFrom('Sales', 'Łódź', 'R\\, D', 'a\\+b', '\\#1', 'x=y\\;z'), { minLength: 1, maxLength: 3 })
  .map(names => [...names.map(name => `OU=${name}`), 'DC=contoso', 'DC=example'].join(','))
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const some = <T>(value: fc.Arbitrary<T>, least = 0) => fc.array(value, { minLength: least, maxLength: 4 })
const unique = <T>(value: fc.Arbitrary<T>, key: (one: T) => string, least = 0) =>
  fc.uniqueArray(value, { selector: key, minLength: least, maxLength: 5 })
const newUnits = fc.constantFrom(...NewUnits.options)

const connection = fc.record({
  hosts: fc.array(
    fc.record({
      host: fc.constantFrom('dc1.contoso.example', '10.0.0.1', '[2001:db8::1]', 'dc-2'),
      port: fc.integer({ min: 1, max: 65_535 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  security: fc.constantFrom('ldaps', 'starttls'),
  ca: fc.option(fc.constant('-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----')),
  pins: optional(
    some(
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes).toString('base64')),
      1,
    ),
  ),
  baseDn: fc.option(dn),
  userId: fc.oneof(text, dn, fc.constant('CONTOSO\\reader')),
})

const rule = fc.oneof(
  fc.record({ effect: fc.constant('include'), anchor: guid, dn, newUnits: optional(newUnits) }),
  fc.record({ effect: fc.constant('exclude'), anchor: guid, dn }),
)
const included = fc.record({ effect: fc.constant('include'), anchor: guid, dn })
const units = fc.oneof(
  fc.record({ mode: fc.constant('all'), newUnits: optional(newUnits) }),
  fc.constant({ mode: 'none' }),
  fc
    .tuple(
      included,
      unique(rule, ({ anchor }) => anchor),
    )
    .chain(([first, rest]) =>
      fc.record({ mode: fc.constant('chosen'), newUnits: optional(newUnits), rules: fc.constant([first, ...rest]) }),
    ),
)
const lists = fc.oneof(
  fc.constant({ mode: 'none' }),
  fc.constant({ mode: 'all' }),
  fc.record({
    mode: fc.constant('chosen'),
    lists: unique(fc.record({ anchor: guid, dn }), ({ anchor }) => anchor, 1),
    people: fc.constantFrom('left-out', 'in-scope'),
  }),
)
const inclusion = fc.constantFrom(
  null,
  { filter: '(department=Łódź #1)', attributes: [] },
  { filter: '(&(a=b)(!(cn=*: x)))', attributes: [] },
)

const source = fc.oneof(
  fc.record({
    kind: fc.constant('attributes'),
    names: some(fc.constantFrom('mail', 'title', 'extensionAttribute1'), 1),
  }),
  fc.record({
    kind: fc.constant('expression'),
    text: fc.constantFrom('entry.title', '"a: #b"\n  + entry.title\n', 'entry.title + "\\\\ # ü"'),
  }),
)
const modifier = fc.oneof(
  fc.record({ kind: fc.constantFrom('lower', 'upper', 'single-spaces') }),
  fc.record({
    kind: fc.constant('replace'),
    find: longText.map(one => one.slice(0, 99)),
    replacement: fc.oneof(text, fc.constantFrom('', ' ')),
  }),
)
const ifEmpty = fc.oneof(
  fc.record({ kind: fc.constantFrom('leave', 'skip-person') }),
  fc.record({ kind: fc.constant('default'), value: text }),
)
const field = fc.record({
  source,
  modifiers: some(modifier),
  ifEmpty,
  policy: fc.constantFrom(...fieldPolicies),
})
const followed = mappingTargets.filter(name => !['displayName', 'email', 'manager'].includes(name))
const mapping = fc.record({
  fields: fc
    .record(Object.fromEntries(followed.map(name => [name, optional(field)])))
    .map(fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))),
  custom: unique(
    fc
      .tuple(fc.constantFrom('costCenter', 'team', 'floor'), text, field)
      .map(([key, label, rest]) => ({ key, label, ...rest })),
    ({ key }) => key,
  ),
  photo: fc.record({
    names: fc.shuffledSubarray([...photoAttributes], { minLength: 1 }),
    largest: fc.integer({ min: 1, max: 4_096 }),
    policy: fc.constantFrom(...fieldPolicies),
  }),
  telephone: fc.record({ e164: fc.boolean(), country: fc.constantFrom(null, 'DE', 'NO') }),
})

const condition = fc
  .record({
    name: text,
    match: fc.constantFrom(...matchTypes),
    values: some(fc.constantFrom('svc-', 'x y', 'null', '^a+$'), 1),
  })
  .map(one => (one.match === 'one-of' ? one : { ...one, values: one.values.slice(0, 1) }))
const reason = fc.record({ reason: fc.constantFrom('Kept by hand', 'yes: no # “x”', '123') }, { requiredKeys: [] })
const reasoned = <T extends object>(one: fc.Arbitrary<T>) =>
  fc.tuple(one, reason).map(([stated, why]) => ({ ...stated, ...why }))
const ruled = <T>(more: fc.Arbitrary<T>) =>
  some(fc.tuple(guid, condition, more).map(([id, one, rest]) => ({ id, ...one, ...rest })))
const exclusions = fc.record({
  incoming: ruled(reasoned(fc.record({ field: fc.constantFrom('cn', 'description') }))),
  protected: fc.record({
    accounts: unique(
      reasoned(fc.record({ accountId: guid, name: text, effect: fc.constantFrom(...protections) })),
      ({ accountId }) => accountId,
    ),
    rules: ruled(
      reasoned(fc.record({ field: fc.constantFrom('email', 'title'), effect: fc.constantFrom(...protections) })),
    ),
    groups: unique(fc.record({ groupId: guid, name: text }), ({ groupId }) => groupId),
    groupRules: ruled(fc.record({ field: fc.constantFrom('name', 'address', 'description') })),
  }),
})

const policy = fc.constantFrom(...LeavingPolicy.options)
const leaving = fc.record({
  ...{ disabled: policy, expired: policy, deleted: policy, 'out-of-scope': policy, 'incomplete-data': policy },
  graceDays: fc.integer({ min: 0, max: 30 }),
})
const percent = fc.integer({ min: 1, max: 50 })
const safety = fc.record({
  removalsPeople: fc.integer({ min: 5, max: 100_000 }),
  ...{ removalsPercent: percent, weekPercent: percent, scopePercent: percent, changesPercent: percent },
})
const gone = fc.constantFrom(...GoneGroupPolicy.options)

/** Settings of a connector as the product stores them, with everything that a schema allows to be said. */
export const generatedSettings: fc.Arbitrary<ConnectorSettings> = fc
  .record({
    ...{ connection, leaving, safety, inclusion, exclusions, mapping },
    organizationalUnits: units,
    distributionLists: lists,
    groups: fc.record({
      ...{ goneLists: gone, goneOrganizationalGroups: gone },
      handMadeMembers: fc.constantFrom('keep', 'keep-in-step'),
    }),
    joining: fc.record({ rules: fc.shuffledSubarray([...joinRules]) }),
  })
  .map(settings => ConnectorSettings.parse(settings))

const at = fc.constantFrom('04:00', '00:00', '23:59')
/** When it runs by itself, or null. */
export const generatedSchedule: fc.Arbitrary<ScheduleSettings | null> = fc.option(
  fc
    .record({
      full: fc.oneof(
        fc.record({ every: fc.constant('day'), at }),
        fc.record({ every: fc.constant('week'), at, days: fc.subarray([...weekdays], { minLength: 1 }) }),
        fc.record({ every: fc.constant('month'), at, day: fc.constantFrom(1, 31, 'last') }),
        fc.record({ every: fc.constant('days'), at, count: fc.integer({ min: 1, max: 365 }) }),
      ),
      quick: fc.option(fc.record({ minutes: fc.integer({ min: 5, max: 1_440 }) })),
      quietHours: fc.option(fc.constant({ from: '08:00', to: '18:00' })),
      startsOn: fc.constant('2027-01-04'),
    })
    .map(schedule => ScheduleSettings.parse(schedule)),
)

export const generatedName = text
