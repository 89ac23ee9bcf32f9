import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldPolicies } from '@/lib/settings/choices'
import { type FieldPolicy, MappingSettings } from '@/lib/settings/mapping'
import type { AttributeName } from './change'
import { compileMapping } from './compile-mapping'
import { decidePerson } from './decide-person'
import { difference, initialValues, type WantedValues } from './difference'
import { mapPerson } from './map-person'
import {
  aCandidate,
  anAccount,
  anchorOf,
  anObject,
  aStranger,
  attributesOf,
  defaultMapping,
  joinedTo,
  testNow,
  verifiedDomains,
} from './testing/builders'
import { mapPlainly } from './testing/map-plainly'

const from = (...names: string[]) => ({ kind: 'attributes' as const, names })
const cel = (text: string) => ({ kind: 'expression' as const, text })
const compiled = (settings: unknown) => compileMapping(MappingSettings.parse(settings))
const map = (
  settings: unknown,
  attributes: Parameters<typeof anObject>[0] = {},
  more: Parameters<typeof anObject>[1] = {},
) => mapPerson(anObject(attributes, more), { verifiedDomains, now: testNow, mapping: compiled(settings) })
const title = (field: object, attributes: Parameters<typeof anObject>[0] = {}) =>
  map({ fields: { title: { source: from('title'), ...field } } }, attributes)

describe('the mapping of those who never chose one', () => {
  const name = fc.constantFrom(
    ...[
      'displayName',
      'cn',
      'givenName',
      'sn',
      'department',
      'title',
      'telephoneNumber',
      'mobile',
      'company',
      'manager',
    ],
    ...[
      'physicalDeliveryOfficeName',
      'employeeID',
      'objectSid',
      'isCriticalSystemObject',
      'accountExpires',
      'whatever',
    ],
    ...['mail', 'mail', 'userAccountControl'],
  )
  const spelled = fc
    .tuple(name, fc.constantFrom('as-is', 'lower', 'UPPER'))
    .map(([text, spelling]) =>
      spelling === 'lower' ? text.toLowerCase() : spelling === 'UPPER' ? text.toUpperCase() : text,
    )
  const value = fc.oneof(
    fc.constantFrom(
      'Ada',
      ' ',
      '',
      'ada@example.com',
      'ADA@example.com',
      'ada@other.example',
      '512',
      '514',
      '2080',
      'TRUE',
    ),
    fc.constantFrom('S-1-5-21-1-2-3-500', 'S-1-5-21-1-2-3-1104', '0', 'Jose\u0301', '😀'.repeat(300), 'x'.repeat(129)),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.emailAddress(),
  )
  const complete = { displayName: ['Ada'], mail: ['ada@example.com'], userAccountControl: ['512'] }
  const person = fc.record({
    base: fc.constantFrom(complete, {}),
    attributes: fc
      .array(fc.tuple(spelled, fc.array(value, { maxLength: 3 })), { maxLength: 24 })
      .map(Object.fromEntries),
    cleaned: fc.oneof(fc.constant<string[]>([]), fc.uniqueArray(spelled, { maxLength: 3 })),
  })

  test('gives the same as before there was any other, byte for byte', () => {
    const mapping = compileMapping(defaultMapping)
    const seen = { problems: 0, sound: 0 }
    const property = fc.property(person, ({ base, attributes, cleaned }) => {
      const object = { ...anObject({}, { cleaned }), attributes: { ...base, ...attributes } }
      const expected = mapPlainly(object, { verifiedDomains, now: testNow })
      const found = mapPerson(object, { verifiedDomains, now: testNow, mapping })
      expect(JSON.stringify(found)).toBe(JSON.stringify(expected))
      seen[expected.problems.length > 0 ? 'problems' : 'sound']++
    })
    fc.assert(property, { numRuns: 3000, seed: 20_270_301 })
    console.warn(`default mapping: seed 20270301, of 3000 people ${seen.sound} without a problem`)
    expect(seen.problems).toBeGreaterThan(300)
    expect(seen.sound).toBeGreaterThan(300)
  })

  test('is what settings stored before it parse to', () => {
    expect(MappingSettings.parse({})).toEqual(defaultMapping)
    expect([...compileMapping(defaultMapping).policies.values()].every(policy => policy === 'never-clear')).toBe(true)
  })
})

describe('where a value comes from', () => {
  test('the first attribute of a list that has one', () => {
    const field = { source: from('extensionAttribute1', 'TITLE', 'description') }
    expect(title(field, { title: 'Analyst', description: 'x' }).attributes.title).toBe('Analyst')
    expect(title(field, { extensionattribute1: 'Countess', title: 'Analyst' }).attributes.title).toBe('Countess')
  })
  test('an expression, whose text is trimmed and in NFC', () => {
    expect(title({ source: cel('" " + entry.sn + "e\u0301 "') }).attributes.title).toBe('Lovelac\u0065\u00e9')
    expect(title({ source: cel('entry.nothing') }).attributes).not.toHaveProperty('title')
  })
  test('modifiers, in their order', () => {
    const modifiers = [
      { kind: 'replace', find: ' - ', replacement: '  ' },
      { kind: 'single-spaces' },
      { kind: 'upper' },
    ]
    expect(title({ modifiers }, { title: 'a -  $& b' }).attributes.title).toBe('A $& B')
    expect(
      title({ modifiers: [{ kind: 'replace', find: 'x', replacement: '' }] }, { title: 'x' }).attributes,
    ).not.toHaveProperty('title')
  })
  test('a field that the company added, by its key', () => {
    const custom = [{ key: 'badge', label: 'Badge', source: from('employeeNumber') }]
    expect(map({ custom }, { employeeNumber: '7' }).attributes['custom.badge']).toBe('7')
  })
  test('what the reader is asked for follows from it, and only that', () => {
    const { attributes } = compiled({
      fields: {
        title: { source: cel('firstOf(entry.Description, entry["msDS-cloudExtensionAttribute1"])') },
        department: { source: from('department'), policy: 'not-managed' },
        workPhone: { source: from('ipPhone', 'telephoneNumber') },
        manager: { policy: 'not-managed', ifEmpty: { kind: 'leave' } },
      },
      custom: [{ key: 'about', label: 'About', source: from('description') }],
    })
    expect(attributes).toEqual(
      expect.arrayContaining([
        'Description',
        'msDS-cloudExtensionAttribute1',
        'ipPhone',
        'telephoneNumber',
        'givenName',
        'sn',
        'mail',
      ]),
    )
    for (const absent of ['description', 'department', 'title', 'manager']) expect(attributes).not.toContain(absent)
  })
})

describe('when the directory has no value', () => {
  test.each([
    [{ kind: 'leave' }, undefined, []],
    [{ kind: 'clear' }, null, []],
    [{ kind: 'default', value: 'Employee' }, 'Employee', []],
    [{ kind: 'skip-person' }, undefined, [{ code: 'value-missing', args: { field: 'title' } }]],
  ])('%j', (ifEmpty, value, problems) => {
    const person = title({ ifEmpty, policy: 'directory-wins' })
    expect(person.attributes.title).toBe(value)
    expect(person.problems).toEqual(problems)
  })
  test('the manager is taken away only where there is none, not where the name of one is not understood', () => {
    const fields = { manager: { policy: 'directory-wins', ifEmpty: { kind: 'clear' } } }
    expect(map({ fields }).attributes.manager).toBeNull()
    expect(map({ fields }, { manager: 'CN=Charles' }).attributes).not.toHaveProperty('manager')
    expect(map({}).attributes).not.toHaveProperty('manager')
  })
})

describe('a value that cannot be computed', () => {
  const settings = {
    fields: {
      title: { source: cel('"No. " +\n  values.title[0]'), ifEmpty: { kind: 'clear' }, policy: 'directory-wins' },
    },
  }
  test('is a problem of that person, with its place, and empties nothing', () => {
    const person = map(settings)
    expect(person.problems).toEqual([
      { code: 'mapping-failed', args: { field: 'title', reason: 'missing', line: 2, column: 3 } },
    ])
    expect(person.attributes).not.toHaveProperty('title')
    expect(person.attributes.displayName).toBe('Ada Lovelace')
    expect(map(settings, { title: 'Analyst' })).toMatchObject({ attributes: { title: 'No. Analyst' }, problems: [] })
  })
  test('keeps the person as they are: neither added nor changed nor taken out', () => {
    expect(decidePerson(aStranger({ person: map(settings) }))).toMatchObject({
      kind: 'skip',
      because: { code: 'problem' },
    })
    const account = { attributes: attributesOf({ title: 'Kept', email: 'ada@example.com' }) }
    expect(decidePerson(joinedTo(account, { person: map(settings) }))).toMatchObject({ kind: 'skip', after: null })
  })
  test('an expression that no longer compiles fails for everybody and throws for nobody', () => {
    const broken = map({ fields: { title: { source: cel('entry.title +') }, email: { source: cel('nonsense(') } } })
    expect(broken.problems.map(({ code, args }) => [code, args.field, args.reason])).toEqual([
      ['mapping-failed', 'email', 'uncompiled'],
      ['mapping-failed', 'title', 'uncompiled'],
    ])
    expect(broken.emailKey).toBeNull()
  })
})

describe('the address', () => {
  const email = (source: object, attributes: Parameters<typeof anObject>[0], cleaned: string[] = []) =>
    map({ fields: { email: { source } } }, attributes, { cleaned })
  test('may come from elsewhere, and is held to the same', () => {
    expect(email(from('userPrincipalName', 'mail'), { userPrincipalName: 'Countess@Example.com' }).emailKey).toBe(
      'countess@example.com',
    )
    expect(email(cel('entry.sAMAccountName + "@example.com"'), { sAMAccountName: 'ada' }).emailKey).toBe(
      'ada@example.com',
    )
    expect(email(cel('entry.sAMAccountName + "@other.example"'), { sAMAccountName: 'ada' }).problems).toMatchObject([
      { code: 'domain-unverified' },
    ])
  })
  test('is no address when hidden characters were removed from what it was made of', () => {
    const made = cel('entry.sAMAccountName + "@example.com"')
    expect(email(made, { sAMAccountName: 'ada' }, ['SAMACCOUNTNAME'])).toMatchObject({
      emailKey: null,
      problems: [{ code: 'mail-invalid' }],
    })
    const listed = from('userPrincipalName', 'mail')
    expect(email(listed, {}, ['userPrincipalName']).emailKey).toBe('ada@example.com')
    expect(email(listed, {}, ['mail'])).toMatchObject({ emailKey: null, problems: [{ code: 'mail-invalid' }] })
  })
})

describe('telephone numbers', () => {
  const phone = (telephoneNumber: string, telephone: object) => map({ telephone }, { telephoneNumber }).attributes
  test.each([
    ['+44 20 7946 0018', null, '+442079460018'],
    ['(030) 901820', 'DE', '+4930901820'],
    ['+1 212 555 0100', 'DE', '+12125550100'],
    ['(030) 901820', null, null],
    ['+44 20 7946 0018 ext. 5', 'GB', null],
    ['call +44 20 7946 0018', 'GB', null],
    ['+44 20 7946 0018 / 0019', 'GB', null],
    ['4711', 'DE', null],
  ])('%s in %s: %s beside what is written', (written, country, e164) => {
    const { workPhone, workPhoneE164 } = phone(written, { e164: true, country })
    expect([workPhone, workPhoneE164]).toEqual([written, e164])
  })
  test('have no twin unless somebody wants it, nor has a number that is not there', () => {
    expect(phone('+44 20 7946 0018', {})).not.toHaveProperty('workPhoneE164')
    expect(map({ telephone: { e164: true } }).attributes).not.toHaveProperty('workPhoneE164')
  })
})

describe('policies', () => {
  const field = fc.constantFrom<AttributeName>(
    'title',
    'department',
    'displayName',
    'manager',
    'workPhone',
    'mobilePhone',
    'custom.badge',
    'custom.floor',
  )
  const twins = ['workPhoneE164', 'mobilePhoneE164'] as const
  const text = fc.constantFrom('', 'A', 'B', 'C')
  const values = fc.dictionary(field, fc.option(text), { maxKeys: 8 }).chain(given =>
    fc.tuple(fc.option(text), fc.option(text), fc.boolean()).map(
      ([one, other, asked]): WantedValues => ({
        ...given,
        ...(asked && given.workPhone !== undefined ? { workPhoneE164: given.workPhone === null ? null : one } : {}),
        ...(asked && given.mobilePhone !== undefined
          ? { mobilePhoneE164: given.mobilePhone === null ? null : other }
          : {}),
      }),
    ),
  )
  const policy = fc.constantFrom(...fieldPolicies)
  const policies = fc.dictionary(field, policy).map(given => {
    const all = Object.entries(given).flatMap(([name, chosen]) =>
      name === 'workPhone' || name === 'mobilePhone'
        ? [[name, chosen] as const, [`${name}E164`, chosen] as const]
        : [[name as AttributeName, chosen] as const],
    )
    return new Map<AttributeName, FieldPolicy>(all)
  })
  const present = fc.dictionary(fc.oneof(field, fc.constantFrom(...twins)), text).map(given => attributesOf(given))
  const isTwin = (name: string) => (twins as readonly string[]).includes(name)

  /** Runs many differences, and counts how often the policy in question had anything to say. */
  const always = (
    of: FieldPolicy,
    holds: (
      name: AttributeName,
      after: string | null | undefined,
      had: string | null,
      asked: string | null | undefined,
    ) => void,
  ) => {
    let spoke = 0
    const property = fc.property(present, values, policies, (attributes, wanted, chosen) => {
      const after = difference({ attributes, emailKey: '' }, wanted, chosen)?.after ?? {}
      for (const [name, policyOf] of chosen) {
        if (policyOf !== of || isTwin(name)) continue
        if (wanted[name] !== undefined && wanted[name] !== attributes[name]) spoke++
        holds(name, after[name], attributes[name] ?? null, wanted[name])
      }
    })
    fc.assert(property, { numRuns: 3000, seed: 165 })
    expect(spoke).toBeGreaterThan(500)
  }

  test('directory wins: the account becomes what is asked, and is emptied only when told', () =>
    always('directory-wins', (_, after, had, asked) => {
      expect(after ?? had).toBe(asked === undefined ? had : (asked ?? after ?? had))
      if (after === null) expect(asked).toBeNull()
      if (asked !== undefined && asked !== had) expect(after).toBe(asked)
    }))
  test('never clear: what the directory has wins, and nothing is ever emptied', () =>
    always('never-clear', (_, after, had, asked) => {
      expect(after).not.toBeNull()
      if (typeof asked === 'string' && asked !== had) expect(after).toBe(asked)
    }))
  test('fill if empty: a value that is there is never overwritten', () =>
    always('fill-if-empty', (_, after, had, asked) => {
      if (had !== null && had !== '') expect(after).toBeUndefined()
      else if (typeof asked === 'string' && asked !== had) expect(after).toBe(asked)
      expect(after).not.toBeNull()
    }))
  test('only when adding: an account that exists keeps what it has', () =>
    always('when-adding', (_, after) => expect(after).toBeUndefined()))
  test('not managed: never in a change', () => always('not-managed', (_, after) => expect(after).toBeUndefined()))

  test('a field that nobody maps is never in a change, and what is in one differs', () => {
    const property = fc.property(present, values, policies, (attributes, wanted, chosen) => {
      const found = difference({ attributes, emailKey: '' }, wanted, chosen)
      for (const name of Object.keys(found?.after ?? {}) as AttributeName[]) {
        expect(chosen.has(name)).toBe(true)
        expect(found?.after[name]).not.toBe(found?.before[name])
        expect(found?.before[name]).toBe(attributes[name] ?? null)
      }
    })
    fc.assert(property, { numRuns: 2000, seed: 165 })
  })

  test('done once, nothing is left to do', () => {
    let changed = 0
    const property = fc.property(present, values, policies, (attributes, wanted, chosen) => {
      const found = difference({ attributes, emailKey: '' }, wanted, chosen)
      if (found) changed++
      expect(
        difference(
          { attributes: { ...attributes, ...found?.after } as typeof attributes, emailKey: '' },
          wanted,
          chosen,
        ),
      ).toBeNull()
    })
    fc.assert(property, { numRuns: 2000, seed: 5 })
    expect(changed).toBeGreaterThan(500)
  })

  test('a twin in E.164 never stands beside a number that it does not belong to', () => {
    const seen = { set: 0, gone: 0 }
    const property = fc.property(present, values, policies, (attributes, wanted, chosen) => {
      const after = difference({ attributes, emailKey: '' }, wanted, chosen)?.after ?? {}
      const next = { ...attributes, ...after }
      for (const [number, twin] of [
        ['workPhone', 'workPhoneE164'],
        ['mobilePhone', 'mobilePhoneE164'],
      ] as const) {
        if (after[number] !== undefined) expect(next[twin]).toBe(wanted[twin] ?? null)
        if (after[twin] !== undefined && wanted[twin] !== undefined) expect(next[number]).toBe(wanted[number])
        if (after[twin] === null) seen.gone++
        else if (after[twin] !== undefined) seen.set++
      }
    })
    fc.assert(property, { numRuns: 3000, seed: 164 })
    expect(Math.min(seen.set, seen.gone)).toBeGreaterThan(100)
  })

  test('a new account gets everything but what is not managed, and nothing that is empty', () => {
    const property = fc.property(values, policies, (wanted, chosen) => {
      const initial = initialValues(wanted, chosen)
      for (const [name, value] of Object.entries(wanted) as [AttributeName, string | null][]) {
        const managed = chosen.has(name) && chosen.get(name) !== 'not-managed'
        expect(initial[name]).toBe(managed && value !== null ? value : undefined)
      }
    })
    fc.assert(property, { numRuns: 2000, seed: 17 })
  })

  test('reach from the settings into what happens to a person', () => {
    const settings = (policyOf: FieldPolicy) => ({ fields: { title: { source: from('title'), policy: policyOf } } })
    const facts = (policyOf: FieldPolicy) => ({
      person: map(settings(policyOf), { title: 'Analyst' }),
      policies: compiled(settings(policyOf)).policies,
    })
    const had = { attributes: { ...anAccount().attributes, title: 'Countess' } }
    const outcome = (policyOf: FieldPolicy) => [
      decidePerson(aStranger(facts(policyOf)))?.after?.title,
      decidePerson(joinedTo(had, facts(policyOf)))?.after?.title,
      decidePerson(aStranger({ ...facts(policyOf), candidates: [aCandidate()] }))?.after?.title,
    ]
    expect(fieldPolicies.map(outcome)).toEqual([
      ['Analyst', 'Analyst', 'Analyst'],
      ['Analyst', 'Analyst', 'Analyst'],
      ['Analyst', undefined, 'Analyst'],
      ['Analyst', undefined, undefined],
      [undefined, undefined, undefined],
    ])
  })

  test('the manager follows its policy too', () => {
    const fields = { manager: { policy: 'directory-wins', ifEmpty: { kind: 'clear' } } }
    const had = { attributes: { ...anAccount().attributes, manager: anchorOf(7) } }
    const facts = { person: map({ fields }), policies: compiled({ fields }).policies }
    expect(decidePerson(joinedTo(had, facts))).toMatchObject({
      before: { manager: anchorOf(7) },
      after: { manager: null },
    })
    expect(
      decidePerson(joinedTo(had, { person: map({ fields }, { manager: 'CN=Unknown' }), policies: facts.policies })),
    ).toBeNull()
  })
})
