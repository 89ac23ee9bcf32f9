import * as fc from 'fast-check'
import type { DirectoryObject } from '@/lib/directory/source'
import { fieldPolicies, joinRules } from '@/lib/settings/choices'
import type { LeavingSettings } from '@/lib/settings/connector'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import type { JoiningSettings } from '@/lib/settings/joining'
import { MappingSettings } from '@/lib/settings/mapping'
import type { NewUnits, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { anchorOf, anObject, attributesOf } from './builders'
import type { Directory, Messenger, Unit, WorldAccount, WorldSettings } from './world'

/** A directory, what happened to it until the next run, and the accounts that Messenger had before. */
export type Story = {
  before: Directory
  after: Directory
  messenger: Messenger
  /** What administrators did between the runs. */
  meanwhile: (messenger: Messenger) => Messenger
  settings: WorldSettings
  /** The settings from the second run on: an administrator may have changed exclusions and mapping. */
  laterSettings: WorldSettings
  unitsRenamed: boolean
  /** A unit that the account cannot read any more: alone, or with everything below it. */
  hidden: { unit: number; below: boolean } | null
}

type PersonSpec = { mail: number | 'own' | 'missing' | 'foreign'; unit: number; control: string; title: number }
const event = fc.oneof(
  fc.constant('nothing' as const),
  fc.constantFrom(
    'disabled',
    'deleted',
    'vanished',
    'unanswered',
    'renamed',
    'moved',
    'new-address',
    'recreated',
    'mail-lost',
    'enabled',
  ),
)
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

const personSpec: fc.Arbitrary<PersonSpec> = fc.record({
  mail: fc.oneof(
    { weight: 12, arbitrary: fc.constant('own' as const) },
    { weight: 1, arbitrary: fc.nat(11) },
    { weight: 1, arbitrary: fc.constantFrom('missing' as const, 'foreign' as const) },
  ),
  unit: fc.nat(4),
  control: fc.oneof({ weight: 9, arbitrary: fc.constant('512') }, fc.constantFrom('514', '528', '')),
  title: fc.nat(3),
})

const address = (number: number) => `p${number}@example.com`

function toObject(number: number, { mail, unit, control, title }: PersonSpec): DirectoryObject {
  const mails = { own: address(number), missing: undefined, foreign: `p${number}@other.example` }
  return anObject(
    {
      displayName: `Person ${number}`,
      mail: typeof mail === 'number' ? address(mail).toUpperCase() : mails[mail],
      userAccountControl: control === '' ? undefined : control,
      title: title === 0 ? undefined : `Title ${title}`,
      // Some people are known to Messenger by another value than their address.
      employeeID: title === 0 ? undefined : `E${number}`,
      userPrincipalName: title === 3 && number % 2 === 0 ? address((number + 1) % 14) : address(number),
      telephoneNumber: ['+44 1', '+44 2'],
      mobile: title === 2 ? 'ask reception' : '+44 20 7946 0018',
      manager: `CN=Person ${number >> 1}`,
    },
    { anchor: anchorOf(number), dn: `CN=Person ${number}`, parent: anchorOf(900 + unit) },
  )
}

/** What became of a person by the next run; null = not delivered any more. */
function afterEvent(object: DirectoryObject, happened: Event, number: number): DirectoryObject | null {
  const changed = (attributes: Record<string, string[]>) => ({
    ...object,
    attributes: { ...object.attributes, ...attributes },
  })
  const { mail: _mail, ...withoutMail } = object.attributes
  switch (happened) {
    case 'deleted':
    case 'vanished':
    case 'unanswered':
      return null
    case 'disabled':
      return changed({ userAccountControl: ['514'] })
    case 'enabled':
      return changed({ userAccountControl: ['512'] })
    case 'renamed':
      return { ...changed({ displayName: [`Renamed ${number}`] }), dn: `CN=Renamed ${number}` }
    case 'moved':
      return { ...object, parent: anchorOf(900 + ((number + 1) % 5)) }
    case 'new-address':
      return changed({ mail: [address((number + 3) % 14)] })
    case 'recreated':
      return { ...object, anchor: anchorOf(100 + number) }
    case 'mail-lost':
      return { ...object, attributes: withoutMail }
    default:
      return object
  }
}

/** 0 ─┬─ 1 ─── 3
 *     └─ 2 ─── 4 */
const units = (suffix: string): Unit[] =>
  [null, 0, 0, 1, 2].map((parent, number) => ({
    anchor: anchorOf(900 + number),
    parent: parent === null ? null : anchorOf(900 + parent),
    dn: `OU=Unit ${number}${suffix}`,
  }))

const rule = (unit: number, effect: 'include' | 'exclude') => ({ anchor: anchorOf(900 + unit), dn: '', effect })
const unitSettings: fc.Arbitrary<OrganizationalUnitSettings> = fc.constantFrom<OrganizationalUnitSettings[]>(
  { mode: 'all' },
  { mode: 'all' },
  { mode: 'chosen', rules: [rule(0, 'include'), rule(2, 'exclude')] },
  { mode: 'chosen', rules: [rule(1, 'include'), rule(4, 'include')] },
)
/** What was said of units that came later, and which of them did. */
const newUnits = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      policy: fc.constantFrom<NewUnits[]>('ask', 'ask', 'exclude'),
      units: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    }),
  },
)
const inclusion = fc.constantFrom<InclusionSettings[]>(null, null, null, null, null, null, {
  filter: '(!(title=title 1))',
  attributes: [{ written: 'title', name: 'title', syntax: 'text' }],
})
const rule1 = { id: '00000000-0000-4000-8000-000000000001', name: 'Second titles' }
const rule2 = { id: '00000000-0000-4000-8000-000000000002', name: 'Names with a one' }
const exclusions: fc.Arbitrary<ExclusionSettings> = fc.constantFrom<ExclusionSettings[]>(
  { incoming: [], protected: { accounts: [], rules: [], groups: [], groupRules: [] } },
  { incoming: [], protected: { accounts: [], rules: [], groups: [], groupRules: [] } },
  {
    incoming: [{ ...rule1, field: 'title', match: 'exact', values: ['title 2'] }],
    protected: { accounts: [], rules: [], groups: [], groupRules: [] },
  },
  {
    incoming: [],
    protected: {
      accounts: [{ accountId: anchorOf(3), name: 'nobody', effect: 'leave-as-is' }],
      rules: [
        { ...rule2, field: 'displayName', match: 'pattern', values: ['1$'], effect: 'leave-as-is' },
        { ...rule1, field: 'title', match: 'one-of', values: ['Title 1'], effect: 'never-deactivate' },
      ],
      ...{ groups: [], groupRules: [] },
    },
  },
)
const fieldPolicy = fc.constantFrom(...fieldPolicies)
const required = fc.constantFrom('never-clear', 'directory-wins', 'fill-if-empty', 'when-adding')
const emptied = fc.constantFrom('leave', 'leave', 'clear', 'clear', 'default', 'default', 'skip-person')
const ifEmpty = (kind: string, policy: string) =>
  kind === 'clear' && policy !== 'directory-wins' ? { kind: 'leave' } : { kind, value: 'Nothing said' }
/** Most companies map as the product does; the others mix policies, expressions, twins and fields of their own. */
const mapping: fc.Arbitrary<MappingSettings> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(MappingSettings.parse({})) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        displayName: required,
        title: fc.tuple(fieldPolicy, emptied),
        badge: fc.tuple(fieldPolicy, emptied),
        manager: fieldPolicy,
        phone: fieldPolicy,
        e164: fc.boolean(),
        failing: fc.constantFrom(false, false, false, false, true),
      })
      .map(({ displayName, title, badge, manager, phone, e164, failing }) =>
        MappingSettings.parse({
          fields: {
            displayName: { source: { kind: 'attributes', names: ['displayName'] }, policy: displayName },
            title: {
              source: { kind: 'attributes', names: ['title'] },
              policy: title[0],
              ifEmpty: ifEmpty(title[1], title[0]),
            },
            mobilePhone: { source: { kind: 'attributes', names: ['mobile'] }, policy: phone },
            manager: {
              policy: manager,
              ifEmpty: { kind: manager === 'directory-wins' ? 'clear' : 'leave' },
            },
          },
          custom: [
            {
              key: 'badge',
              label: 'Badge',
              source: { kind: 'expression', text: failing ? 'values.title[0]' : 'entry.title.upper()' },
              policy: badge[0],
              ifEmpty: ifEmpty(badge[1], badge[0]),
            },
          ],
          telephone: { e164, country: null },
        }),
      ),
  },
)
const policy = fc.constantFrom('deactivate', 'deactivate', 'suspend', 'leave-alone')
const leaving: fc.Arbitrary<LeavingSettings> = fc.record({
  disabled: policy,
  expired: policy,
  deleted: policy,
  'out-of-scope': policy,
  'incomplete-data': fc.constantFrom('leave-alone', 'leave-alone', 'deactivate'),
  graceDays: fc.constant(0),
})

const unmanaged = fc.record({
  // Some of these addresses are nobody else's in the directory.
  number: fc.oneof({ weight: 5, arbitrary: fc.nat(13) }, { weight: 2, arbitrary: fc.integer({ min: 14, max: 18 }) }),
  emailVerified: fc.boolean(),
  role: fc.constantFrom('member', 'member', 'member', 'administrator', 'owner'),
  breakGlass: fc.constantFrom(false, false, false, true),
  source: fc.constantFrom('none', 'none', 'none', 'other'),
  formerPerson: fc.constantFrom(false, false, true),
  apart: fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, fc.constantFrom('asked', 'declined', 'left-apart')),
  employee: fc.oneof(fc.constant(null), fc.constant('own' as const), fc.constant('own' as const), fc.nat(13)),
})
const deed = fc.oneof(
  { weight: 3, arbitrary: fc.constant('nothing') },
  fc.constantFrom('gone', 'block', 'administrator', 'owner', 'break-glass', 'acting', 'other', 'by-hand'),
)

function toAccount(more: typeof unmanaged extends fc.Arbitrary<infer T> ? T : never): WorldAccount {
  const { number, employee, ...rest } = more
  return {
    id: `unmanaged-${number}`,
    attributes: attributesOf({
      email: address(number),
      displayName: 'Typed by hand',
      employeeNumber: employee === null ? null : `E${employee === 'own' ? number % 10 : employee}`,
    }),
    emailKey: address(number),
    blockedByAdmin: false,
    blockedBySync: false,
    suspended: false,
    blockedBecause: null,
    acting: false,
    managedBy: 'Elsewhere',
    outranked: false,
    shield: null,
    owner: null,
    ...rest,
  } as WorldAccount
}

function afterDeed(account: WorldAccount, done: string | undefined): WorldAccount {
  switch (done) {
    case 'gone':
      // An earlier run of ours took access; only of accounts that are ours.
      return account.source === 'this' ? { ...account, blockedBySync: true, blockedBecause: 'absent-twice' } : account
    case 'block':
      return { ...account, blockedByAdmin: true }
    case 'administrator':
    case 'owner':
      return { ...account, role: done }
    case 'break-glass':
      return { ...account, breakGlass: true }
    case 'acting':
      return { ...account, acting: true }
    case 'other':
      return { ...account, source: 'other' }
    case 'by-hand':
      return { ...account, attributes: { ...account.attributes, title: 'By hand', mobilePhone: '1' } }
    default:
      return account
  }
}

/** People among whom the addresses go around, and whether the last one's goes to somebody else instead. */
const rotation = fc.record({
  numbers: fc.uniqueArray(fc.nat(9), { minLength: 2, maxLength: 4 }),
  open: fc.constantFrom(true, false, false),
})

/** Nothing else happens to them: each gets the address that the next one had. */
function rotated(
  before: readonly DirectoryObject[],
  happened: readonly (DirectoryObject | null)[],
  told: typeof rotation extends fc.Arbitrary<infer T> ? T | null : never,
): (DirectoryObject | null)[] {
  const { numbers, open } = told ?? { numbers: [], open: false }
  const next = new Map(numbers.map((number, at) => [number, numbers[at + 1] ?? (open ? 20 : numbers[0])]))
  return before.map((object, number) => {
    const taken = next.get(number)
    if (taken === undefined) return happened[number] ?? null
    return { ...object, attributes: { ...object.attributes, mail: [address(taken)] } }
  })
}

const hiddenUnit = fc.option(fc.record({ unit: fc.integer({ min: 1, max: 4 }), below: fc.boolean() }), { freq: 2 })

/** What is left to read of a directory when a unit is hidden: people below a unit that is hidden alone stay in sight. */
function without(directory: Directory, hidden: Story['hidden']): Directory {
  if (hidden === null) return directory
  const gone = new Set([anchorOf(900 + hidden.unit)])
  if (hidden.below)
    for (const { anchor, parent } of directory.units) if (parent !== null && gone.has(parent)) gone.add(anchor)
  const { people } = directory
  return {
    ...directory,
    units: directory.units.filter(({ anchor }) => !gone.has(anchor)),
    people: hidden.below ? people.filter(({ parent }) => parent === null || !gone.has(parent)) : people,
  }
}

const asking = (units: OrganizationalUnitSettings, newUnits: NewUnits | undefined): OrganizationalUnitSettings =>
  units.mode === 'none' || newUnits === undefined ? units : { ...units, newUnits }

export const story: fc.Arbitrary<Story> = fc
  .record({
    people: fc.array(fc.tuple(personSpec, event), { minLength: 10, maxLength: 14 }),
    unmanaged: fc.uniqueArray(unmanaged, { maxLength: 5, selector: account => account.number }),
    deeds: fc.array(deed, { minLength: 14, maxLength: 14 }),
    unitSettings,
    leaving,
    joining: fc.constantFrom<JoiningSettings[]>(
      { rules: [...joinRules] },
      { rules: ['verified-mail'] },
      { rules: ['user-name', 'employee-id'] },
    ),
    exclusions,
    laterExclusions: exclusions,
    mapping,
    laterMapping: fc.option(mapping),
    unitsRenamed: fc.boolean(),
    hidden: hiddenUnit,
    rotation: fc.option(rotation, { freq: 3 }),
    newUnits,
    inclusion,
  })
  .map(({ people, unmanaged, deeds, unitSettings, leaving, mapping, laterMapping, ...rest }) => {
    const { exclusions, laterExclusions, unitsRenamed, hidden, joining, rotation: told, newUnits, inclusion } = rest
    const before = people.map(([spec], number) => toObject(number, spec))
    const events = people.map(([, happened]) => happened)
    const anchorsOf = (wanted: Event) =>
      new Set(events.flatMap((happened, n) => (happened === wanted ? [anchorOf(n)] : [])))
    const after = without(
      {
        units: units(unitsRenamed ? ' renamed' : ''),
        people: rotated(
          before,
          before.map((object, n) => afterEvent(object, events[n] ?? 'nothing', n)),
          told,
        ).filter(object => object !== null),
        tombstones: anchorsOf('deleted'),
        silent: anchorsOf('unanswered'),
      },
      hidden,
    )
    const appeared = newUnits?.units.map(unit => anchorOf(900 + unit)) ?? []
    return {
      before: { units: units(''), people: before, tombstones: new Set(), silent: new Set() },
      after,
      messenger: {
        accounts: new Map(unmanaged.map(toAccount).map(account => [account.id, account])),
        joins: new Map(),
      },
      meanwhile: ({ accounts, joins }) => ({
        joins,
        accounts: new Map([...accounts].map(([id, account], index) => [id, afterDeed(account, deeds[index])])),
      }),
      settings: { units: unitSettings, leaving, joining, exclusions, mapping },
      laterSettings: {
        ...{ units: asking(unitSettings, newUnits?.policy), leaving, joining, exclusions: laterExclusions, inclusion },
        // A unit that was not read is not known to be new.
        newUnits: new Set(appeared.filter(unit => after.units.some(({ anchor }) => anchor === unit))),
        mapping: laterMapping ?? mapping,
      },
      unitsRenamed,
      hidden,
    }
  })
