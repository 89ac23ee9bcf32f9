import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasSentence, sentence } from '@/lib/words/words'
import { readConfigFile } from './read-config-file'

const good: Record<string, string> = {
  version: 'version: 1',
  name: 'name: Contoso',
  kind: 'kind: cloud',
  hosts: 'hosts: [dc1.contoso.example]',
  security: 'security: ldaps',
  ca: `ca: \${file:ca.pem}`,
  baseDn: 'baseDn: DC=contoso,DC=example',
  userId: 'userId: reader@contoso.example',
  password: `password: \${env:CONTOSO_PASSWORD}`,
  organizationalUnits: 'organizationalUnits: all',
}
/** The good file with some keys' lines replaced; an empty text leaves the key out. */
const file = (changes: Record<string, string> = {}) =>
  Object.values({ ...good, ...changes })
    .filter(Boolean)
    .join('\n')
const read = (text: string) => readConfigFile(Buffer.from(text))
const faults = (text: string) => {
  const outcome = read(text)
  return outcome.ok ? [] : outcome.faults
}
const codes = (text: string) => faults(text).map(({ code }) => code)
const lineOf = (text: string) => faults(text).map(({ args }) => args.line)

/** How the portal reaches the directory, of a file that it reads itself. */
const reachOf = (outcome: ReturnType<typeof read>) =>
  outcome.ok && outcome.value.kind === 'cloud' ? outcome.value : null

describe('a file of a connector that agents read for', () => {
  const ofAgent = { kind: 'kind: agent', hosts: '', security: '', ca: '', userId: '', password: '' }

  test('says where to read, and nothing of how the directory is reached', () => {
    expect(read(file(ofAgent))).toEqual({
      ok: true,
      value: {
        ...{ name: 'Contoso', kind: 'agent', kindLine: expect.any(Number) },
        ...{ baseDn: 'DC=contoso,DC=example', organizationalUnits: 'all' },
      },
    })
    expect(read(file({ ...ofAgent, baseDn: 'baseDn: automatic' }))).toMatchObject({ value: { baseDn: null } })
  })

  test('what is told on the agent’s machine is refused where it stands, whatever its value', () => {
    const told = { hosts: 'hosts: [dc1.contoso.example]', userId: 'userId: reader', password: 'password: hunter2' }
    for (const [key, text] of Object.entries(told)) {
      const [fault, ...more] = faults(file({ ...ofAgent, [key]: text }))
      expect([fault, more]).toEqual([{ code: 'key-of-cloud', args: { key, line: expect.any(Number) }, path: key }, []])
    }
    expect(faults(file({ kind: 'kind: agent' })).map(({ args }) => args.key)).toEqual(
      ['hosts', 'security', 'ca', 'userId', 'password'].filter(key => file().includes(`${key}:`)),
    )
    expect(JSON.stringify(faults(file({ ...ofAgent, password: told.password })))).not.toContain('hunter2')
  })
})

describe('a good file', () => {
  test('is read with every value', () => {
    expect(read(file())).toEqual({
      ok: true,
      value: {
        name: 'Contoso',
        kind: 'cloud',
        kindLine: 3,
        connection: {
          hosts: [{ host: 'dc1.contoso.example', port: 636 }],
          security: 'ldaps',
          baseDn: 'DC=contoso,DC=example',
          userId: 'reader@contoso.example',
        },
        authority: { kind: 'file', path: 'ca.pem', line: 6 },
        password: { from: 'env', name: 'CONTOSO_PASSWORD', line: 9 },
        organizationalUnits: 'all',
      },
    })
  })

  test('needs neither an authority nor a base', () => {
    const outcome = read(file({ ca: '', baseDn: '' }))
    expect(reachOf(outcome)?.authority).toEqual({ kind: 'public' })
    expect(reachOf(outcome)?.connection.baseDn).toBeNull()
  })

  test('may use StartTLS, on its usual port, and pin a certificate', () => {
    const pin = Buffer.alloc(32, 1).toString('base64')
    const outcome = read(file({ security: 'security: starttls', pins: `pins: ["${pin}"]` }))
    expect(reachOf(outcome)?.connection).toMatchObject({
      hosts: [{ host: 'dc1.contoso.example', port: 389 }],
      security: 'starttls',
      pins: [pin],
    })
    for (const none of ['pins:', 'pins: []', '']) expect(read(file({ pins: none }))).toEqual(read(file()))
    expect(codes(file({ pins: 'pins: [sha1]' }))).toEqual(['pin-invalid'])
    expect(codes(file({ pins: 'pins: yes' }))).toEqual(['type-wrong'])
    expect(codes(file({ pins: `pins: [${Array(6).fill(`"${pin}"`)}]` }))).toEqual(['pins-too-many'])
  })

  test('may say that the base is found automatically', () => {
    const outcome = read(file({ baseDn: 'baseDn: automatic' }))
    expect(reachOf(outcome)?.connection.baseDn).toBeNull()
  })

  test('names hosts with ports, and the authority as text', () => {
    const hosts = 'hosts:\n  - dc1.contoso.example\n  - host: "[2001:db8::1]"\n    port: 3269'
    const outcome = read(
      file({ hosts, ca: 'ca: |\n  -----BEGIN CERTIFICATE-----\n  AAAA\n  -----END CERTIFICATE-----' }),
    )
    expect(reachOf(outcome)?.connection.hosts).toEqual([
      { host: 'dc1.contoso.example', port: 636 },
      { host: '[2001:db8::1]', port: 3269 },
    ])
    expect(reachOf(outcome)?.authority).toMatchObject({ kind: 'pem' })
  })

  test('names units by DN or by GUID, in order', () => {
    const rules = `organizationalUnits:
  - include: OU=Łódź\\, Works,DC=contoso,DC=example
  - exclude: "{5F1B7A52-0C3E-4E0A-9B8D-3B8E1C2D4F60}"`
    const outcome = read(file({ organizationalUnits: rules }))
    const beside = `organizationalUnits:
  - include: OU=Works,DC=contoso,DC=example
    objectGUID: 5F1B7A52-0C3E-4E0A-9B8D-3B8E1C2D4F60`
    expect(read(file({ organizationalUnits: beside }))).toMatchObject({
      value: {
        organizationalUnits: [
          { reference: '5f1b7a52-0c3e-4e0a-9b8d-3b8e1c2d4f60', dn: 'OU=Works,DC=contoso,DC=example', line: 11 },
        ],
      },
    })
    expect(outcome.ok && outcome.value.organizationalUnits).toEqual([
      { effect: 'include', reference: 'OU=Łódź\\, Works,DC=contoso,DC=example', line: 11 },
      { effect: 'exclude', reference: '{5F1B7A52-0C3E-4E0A-9B8D-3B8E1C2D4F60}', line: 12 },
    ])
  })
})

describe('leaving and safety', () => {
  const leaving = 'leaving: { disabled: suspend, graceDays: 7 }'
  const safety = 'safety:\n  removalsPercent: 2\n  scopePercent: 10'

  test('may be left out, and what they leave out is as the product brings it', () => {
    const plain = read(file())
    expect(plain.ok && plain.value).not.toHaveProperty('safety')
    const outcome = read(`${file()}\n${leaving}\n${safety}`)
    expect(outcome.ok && outcome.value).toMatchObject({
      leaving: { disabled: 'suspend', deleted: 'deactivate', graceDays: 7 },
      safety: { removalsPercent: 2, scopePercent: 10, removalsPeople: 50 },
    })
  })
  test.each([
    ['safety: { removalsPercent: 51 }', ['safety-percent']],
    ['safety: { removalsPercent: off }', ['safety-percent']],
    ['safety: { removalsPeople: 0, weekPercent: 0 }', ['safety-people', 'safety-percent']],
    ['safety: { enabled: false }', ['key-unknown']],
    ['safety: off', ['type-wrong']],
    ['leaving: { disabled: delete }', ['setting-invalid']],
    ['leaving: { graceDays: 31 }', ['leaving-grace-days']],
  ])('%s is refused', (text, expected) => expect(codes(`${file()}\n${text}`)).toEqual(expected))
})

describe('who is in scope', () => {
  const scope = (lines: string) => read(`${file({ organizationalUnits: '' })}\n${lines}`)
  test('new units, lists with their people, and a rule are read; left out they are not said', () => {
    const text = `organizationalUnits:
  - include: OU=Sales,DC=contoso,DC=example
    newUnits: ask
newUnits: exclude
distributionLists:
  - CN=Guests,DC=contoso,DC=example
  - 6f9619ff-8b86-d011-b42d-00c04fc964ff
peopleOfLists: in-scope
inclusionRule: (employeeType=staff)`
    expect(scope(text)).toMatchObject({
      ok: true,
      value: {
        organizationalUnits: [{ effect: 'include', newUnits: 'ask', line: 11 }],
        newUnits: 'exclude',
        distributionLists: [{ line: 15 }, { reference: '6f9619ff-8b86-d011-b42d-00c04fc964ff', line: 16 }],
        peopleOfLists: 'in-scope',
        inclusionRule: { filter: '(employeeType=staff)', line: 18 },
      },
    })
    const plain = read(file())
    for (const key of ['newUnits', 'distributionLists', 'peopleOfLists', 'inclusionRule'])
      expect(plain.ok && plain.value).not.toHaveProperty(key)
    expect(read(`${file()}\ninclusionRule: none`)).toMatchObject({ value: { inclusionRule: { filter: null } } })
  })

  test.each([
    ['newUnits: maybe', 'new-units-word'],
    ['distributionLists: some', 'distribution-lists-word'],
    ['distributionLists: []', 'distribution-lists-word'],
    ['distributionLists: [Guests]', 'distribution-list-invalid'],
    ['distributionLists: [7]', 'distribution-list-invalid'],
    ['distributionLists: [{ list: "CN=a,DC=b" }]', 'distribution-list-invalid'],
    ['distributionLists: [{ list: "CN=a,DC=b", objectGUID: 7 }]', 'guid-invalid'],
    ['peopleOfLists: in-scope', 'people-of-lists-alone'],
    ['inclusionRule: (employeeType=staff', 'filter-unfinished'],
    ['inclusionRule: employeeType=staff', 'filter-parenthesis-missing'],
    ['inclusionRule: [x]', 'type-wrong'],
  ])('%s', (text, code) => {
    expect(codes(`${file()}\n${text}`)).toEqual([code])
    expect(lineOf(`${file()}\n${text}`)).toEqual([11])
    expect(hasSentence(code)).toBe(true)
  })

  test('what happens to new units cannot be said of a unit that is excluded', () => {
    const rules = 'organizationalUnits: [{ include: "OU=a,DC=b" }, { exclude: "OU=c,DC=b", newUnits: ask }]'
    expect(codes(file({ organizationalUnits: rules }))).toEqual(['organizational-unit-new-units-excluded'])
  })
})

describe('schedule', () => {
  const daily = '{ every: day, at: "04:00" }'

  test('may be left out, be none, or say when', () => {
    const plain = read(file())
    expect(plain.ok && plain.value).not.toHaveProperty('schedule')
    expect(read(`${file()}\nschedule: none`)).toMatchObject({ ok: true, value: { schedule: null } })
    const text = `schedule:\n  full: { every: week, days: [sunday, monday], at: 02:30 }\n  quick: { minutes: 15 }`
    expect(read(`${file()}\n${text}\ntimeZone: Europe/Berlin`)).toMatchObject({
      ok: true,
      value: {
        schedule: { full: { every: 'week', days: ['monday', 'sunday'], at: '02:30' }, quick: { minutes: 15 } },
        timeZone: 'Europe/Berlin',
      },
    })
  })
  test.each([
    ['schedule: "*/5 * * * *"', ['type-wrong']],
    ['schedule: { full: { every: day, at: 25:00 } }', ['time-invalid']],
    ['schedule: { full: { every: days, at: "04:00", count: 3 } }', ['start-date-missing']],
    [`schedule: { full: ${daily}, quick: { minutes: 1 } }`, ['quick-too-often']],
    [`schedule: { full: ${daily}, often: true }`, ['key-unknown']],
    ['timeZone: Europe/Berln', ['time-zone-unknown']],
    ['schedule: { full: { every: day, at: "04:00", days: [monday] } }', ['key-unknown']],
  ])('%s is refused', (text, expected) => expect(codes(`${file()}\n${text}`)).toEqual(expected))
})

describe('joining', () => {
  test('takes the rules in the order in which they are written, or none of them', () => {
    const rules = (text: string) => {
      const outcome = read(`${file()}\njoining: { rules: ${text} }`)
      return outcome.ok ? outcome.value.joining?.rules : codes(`${file()}\njoining: { rules: ${text} }`)
    }
    expect(rules('[user-name, verified-mail]')).toEqual(['user-name', 'verified-mail'])
    expect(rules('[]')).toEqual([])
    expect(rules('[display-name]')).toEqual(['join-rule-unknown'])
    expect(rules('[user-name, user-name]')).toEqual(['join-rule-twice'])
  })
})

describe('mapping', () => {
  const mapping = (text: string) => read(`${file()}\nmapping:\n${text}`)
  const faults = (text: string) => {
    const outcome = mapping(text)
    return outcome.ok
      ? []
      : outcome.faults.map(({ code, args }) => [code, Number(args.line) - file().split('\n').length])
  }
  test('takes what the wizard would store', () => {
    const outcome = mapping(
      '  photo: { policy: directory-wins, largest: 100, names: [thumbnailPhoto] }\n  telephone: { e164: true }',
    )
    expect(outcome.ok && outcome.value.mapping?.settings).toMatchObject({
      photo: { policy: 'directory-wins', largest: 100, names: ['thumbnailPhoto'], ifEmpty: { kind: 'leave' } },
      telephone: { e164: true, country: null },
      fields: { email: { policy: 'never-clear' } },
    })
  })
  test('tells the line of what is wrong, however deep it stands', () => {
    expect(faults('  photo:\n    names:\n      - thumbnailPhoto\n      - userPassword')).toEqual([
      ['mapping-photo-attribute', 5],
    ])
    expect(faults('  photo:\n    policy: never-clear\n    size: 9')).toEqual([['key-unknown', 4]])
    expect(
      faults('  fields:\n    title:\n      policy: sometimes\n      source: { kind: attributes, names: [title] }'),
    ).toEqual([['setting-invalid', 4]])
  })
})

describe('mapping, exclusions and groups', () => {
  const value = (text: string) => {
    const outcome = read(`${file()}\n${text}`)
    return outcome.ok ? outcome.value : outcome.faults
  }
  test('may be left out, and are read whole where they are written', () => {
    for (const key of ['mapping', 'exclusions', 'groups']) expect(value('')).not.toHaveProperty(key)
    const text = `groups: { goneLists: remove }
mapping:
  fields:
    email: { source: { kind: attributes, names: [mail, userPrincipalName] }, policy: directory-wins }
    title:
      source: { kind: expression, text: 'entry.title + " " + entry.department' }
      modifiers: [{ kind: single-spaces }, { kind: replace, find: Sr., replacement: Senior }]
      ifEmpty: { kind: default, value: Staff }
  custom:
    - { key: costCenter, label: Cost center, source: { kind: attributes, names: [departmentNumber] } }
  telephone: { e164: true, country: DE }
exclusions:
  incoming:
    - { name: Service accounts, field: sAMAccountName, match: starts-with, values: [svc-] }
  protected:
    accounts:
      - { account: ceo@contoso.example, effect: never-deactivate }
    groups: [{ group: All hands }]`
    expect(value(text)).toMatchObject({
      groups: { goneLists: 'remove', handMadeMembers: 'keep' },
      mapping: {
        lines: {
          'mapping.fields.email.source.names.1': 14,
          'mapping.fields.title.source.text': 16,
          'mapping.custom.0.source.names.0': 20,
        },
        settings: {
          fields: {
            email: { source: { names: ['mail', 'userPrincipalName'] }, ifEmpty: { kind: 'skip-person' } },
            title: { modifiers: [{ kind: 'single-spaces' }, { kind: 'replace' }], ifEmpty: { value: 'Staff' } },
            displayName: { source: { names: ['displayName', 'cn'] } },
          },
          custom: [{ key: 'costCenter', type: 'text', policy: 'never-clear' }],
          telephone: { e164: true, country: 'DE' },
        },
      },
      exclusions: {
        incoming: [{ name: 'Service accounts' }],
        protected: { rules: [], accounts: [{ effect: 'never-deactivate', line: 27 }], groups: [{ line: 28 }] },
      },
    })
  })

  const source = (text: string) =>
    `mapping:\n  fields:\n    title:\n      source:\n        kind: expression\n        text: ${text}`
  const incoming = (text: string) => `exclusions:\n  incoming:\n    -\n      name: A\n      field: cn\n${text}`
  test.each([
    ['groups: { goneLists: delete }', 'setting-invalid', 11],
    ['groups:\n  goneList: keep', 'key-unknown', 12],
    ['mapping: automatic', 'type-wrong', 11],
    ['mapping:\n  fields:\n    password: { source: x }', 'mapping-target-unknown', 13],
    [
      'mapping:\n  fields:\n    email:\n      policy: fill-if-empty\n      source: { kind: attributes, names: [mail] }',
      'mapping-address-follows',
      14,
    ],
    [
      'mapping:\n  fields:\n    title:\n      source: { kind: attributes, names: [title] }\n      polciy: directory-wins',
      'key-unknown',
      15,
    ],
    [
      'mapping:\n  fields:\n    title:\n      source:\n        kind: attributes\n        names:\n          - title\n          - unicodePwd',
      'mapping-attribute-refused',
      18,
    ],
    ['mapping:\n  telephone:\n    country: ZZ', 'mapping-country-unknown', 13],
    [
      'mapping:\n  custom:\n    - { key: role, label: Role, source: { kind: attributes, names: [title] } }',
      'mapping-custom-key-reserved',
      13,
    ],
    [source('"entry.title +"'), 'expression-incomplete', 16],
    [source('|\n          entry.title +\n          entry.nothing()'), 'expression-function-unknown', 18],
    [source('"1"'), 'expression-result', 16],
    ['exclusions: { incomming: [] }', 'key-unknown', 11],
    [incoming('      match: exact\n      values: [a, b]'), 'exclusion-one-value', 17],
    [incoming('      match: pattern\n      values: ["("]'), 'exclusion-pattern-invalid', 17],
    [incoming('      match: exact\n      values: [a]\n      id: 7'), 'key-unknown', 18],
    [
      'exclusions:\n  protected:\n    accounts:\n      - account: a@b.example\n        effect: maybe',
      'setting-invalid',
      15,
    ],
  ])('%j is refused with its line', (text, code, line) => {
    expect(faults(`${file()}\n${text}`).map(fault => [fault.code, fault.args.line])).toEqual([[code, line]])
    expect(hasSentence(code)).toBe(true)
  })
})

describe('precedence', () => {
  test('names connectors in their order', () => {
    const order = (text: string) => {
      const outcome = read(`${file()}\nprecedence: ${text}`)
      return outcome.ok ? outcome.value.precedence : codes(`${file()}\nprecedence: ${text}`)
    }
    expect(order('[Head office, Berlin]')).toEqual(['Head office', 'Berlin'])
    expect(order('[]')).toEqual([])
    expect(order('[7]')).toEqual(['type-wrong'])
  })
})

describe('a file that is no configuration at all', () => {
  test.each([
    ['nothing', '', 'file-empty'],
    ['only a comment', '# later', 'file-empty'],
    ['a list', '- a', 'not-a-mapping'],
    ['a word', 'hello', 'not-a-mapping'],
    ['broken YAML', 'version: 1\nname: "open', 'yaml-invalid'],
    ['brackets without end', '['.repeat(100_000), 'yaml-invalid'],
    ['two documents', `${file()}\n---\nversion: 1`, 'several-documents'],
    ['a NUL', 'version: 1\0', 'file-not-text'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toContain(code)
  })

  test('more than 512 kB is refused before it is parsed', () => {
    expect(codes(`${file()}\n#${'x'.repeat(512 * 1024)}`)).toEqual(['file-too-large'])
    expect(codes(`${file()}\n#${'x'.repeat(511 * 1024)}`)).toEqual([])
  })

  test('bytes that are not UTF-8', () => {
    expect(readConfigFile(Buffer.from([0xff, 0xfe, 0x41, 0]))).toMatchObject({ faults: [{ code: 'file-not-text' }] })
  })
})

describe('more than is written', () => {
  test.each([
    ['an alias', file({ name: 'name: &n Contoso', userId: 'userId: *n' }), 'alias-refused'],
    ['an anchor alone', file({ name: 'name: &n Contoso' }), 'alias-refused'],
    ['a tag', file({ name: 'name: !!binary Q29udG9zbw==' }), 'tag-refused'],
    ['a tag of its own', file({ name: 'name: !env NAME' }), 'tag-refused'],
    ['a merge', `${file()}\n<<: { kind: agent }`, 'merge-refused'],
    ['the same key twice', `${file()}\nname: Again`, 'key-duplicate'],
    ['the same key twice inside', file({ hosts: 'hosts:\n  - host: a.example\n    host: b.example' }), 'key-duplicate'],
    ['an unknown key', `${file()}\nmappings: {}`, 'key-unknown'],
    ['an unknown key of a host', file({ hosts: 'hosts: [{ host: a.example, prot: 636 }]' }), 'key-unknown'],
    ['a key that is a number', `${file()}\n7: x`, 'key-not-text'],
    ['a key that is a list', `${file()}\n? [a]\n: x`, 'key-not-text'],
  ])('%s is refused', (_, text, code) => {
    expect(codes(text)).toContain(code)
  })

  test('a bomb of aliases costs nothing', () => {
    const bomb = [
      'a: &a [x]',
      ...'bcdefghi'.split('').map((key, i) => `${key}: &${key} [*${'abcdefgh'[i]},*${'abcdefgh'[i]}]`),
    ]
    expect(new Set(codes(bomb.join('\n')))).toEqual(new Set(['alias-refused']))
  })
})

describe('a value that is not right', () => {
  test.each([
    ['version missing', { version: '' }, 'key-missing'],
    ['version 0', { version: 'version: 0' }, 'version-unsupported'],
    ['a version in between', { version: 'version: 1.5' }, 'version-unsupported'],
    ['a newer version', { version: 'version: 2' }, 'version-newer'],
    ['version as text', { version: 'version: "1"' }, 'type-wrong'],
    ['name missing', { name: '' }, 'key-missing'],
    ['name empty', { name: 'name: ""' }, 'name-missing'],
    ['name without value', { name: 'name:' }, 'name-missing'],
    ['name of 61 letters', { name: `name: ${'n'.repeat(61)}` }, 'name-too-long'],
    ['name as a number', { name: 'name: 12' }, 'type-wrong'],
    ['name as a list', { name: 'name: [a]' }, 'type-wrong'],
    ['another kind', { kind: 'kind: proxy' }, 'kind-unsupported'],
    ['another security', { security: 'security: none' }, 'security-unsupported'],
    ['security as a truth', { security: 'security: true' }, 'type-wrong'],
    ['hosts as text', { hosts: 'hosts: dc1.contoso.example' }, 'type-wrong'],
    ['no hosts', { hosts: 'hosts: []' }, 'hosts-empty'],
    ['six hosts', { hosts: 'hosts: [a, b, c, d, e, f]' }, 'hosts-too-many'],
    ['a host with a scheme', { hosts: 'hosts: ["ldaps://dc1.example"]' }, 'host-has-scheme'],
    ['a host with a port', { hosts: 'hosts: ["dc1.example:636"]' }, 'host-has-port'],
    ['a host with a space', { hosts: 'hosts: ["dc1 example"]' }, 'host-has-space'],
    ['IPv6 without brackets', { hosts: 'hosts: ["2001:db8::1"]' }, 'host-ipv6-without-brackets'],
    ['an impossible host', { hosts: 'hosts: ["-dc1-"]' }, 'host-invalid'],
    ['an empty host', { hosts: 'hosts: [""]' }, 'host-missing'],
    ['a host without its name', { hosts: 'hosts: [{ port: 636 }]' }, 'key-missing'],
    ['port 0', { hosts: 'hosts: [{ host: a.example, port: 0 }]' }, 'port-invalid'],
    ['port 65536', { hosts: 'hosts: [{ host: a.example, port: 65536 }]' }, 'port-invalid'],
    ['a port as text', { hosts: 'hosts: [{ host: a.example, port: "636" }]' }, 'type-wrong'],
    ['an authority as a map', { ca: 'ca: { a: b }' }, 'type-wrong'],
    ['an authority over 64 kB', { ca: `ca: ${'A'.repeat(65_537)}` }, 'certificate-too-large'],
    ['a base that is no DN', { baseDn: 'baseDn: contoso.example' }, 'base-dn-invalid'],
    ['userId missing', { userId: '' }, 'key-missing'],
    ['userId empty', { userId: 'userId: "  "' }, 'user-id-missing'],
    ['userId too long', { userId: `userId: ${'u'.repeat(1025)}` }, 'user-id-too-long'],
    ['a password in the file', { password: 'password: hunter2' }, 'password-in-file'],
    ['a password as a number', { password: 'password: 12345678' }, 'password-in-file'],
    ['a password with text around', { password: `password: x\${env:NAME}` }, 'password-in-file'],
    ['a password of a file', { password: `password: \${file:secret}` }, 'password-in-file'],
    ['password missing', { password: '' }, 'key-missing'],
    ['units missing', { organizationalUnits: '' }, 'key-missing'],
    ['units as another word', { organizationalUnits: 'organizationalUnits: some' }, 'organizational-units-word'],
    [
      'a rule of both',
      { organizationalUnits: 'organizationalUnits: [{ include: DC=a, exclude: DC=b }]' },
      'organizational-unit-rule',
    ],
    ['a rule of neither', { organizationalUnits: 'organizationalUnits: [{ only: DC=a }]' }, 'organizational-unit-rule'],
    ['a rule as text', { organizationalUnits: 'organizationalUnits: [OU=Sales]' }, 'organizational-unit-rule'],
    [
      'a rule of a number',
      { organizationalUnits: 'organizationalUnits: [{ include: 7 }]' },
      'organizational-unit-rule',
    ],
    [
      'a rule of no DN',
      { organizationalUnits: 'organizationalUnits: [{ include: Sales }]' },
      'organizational-unit-invalid',
    ],
    [
      'rules that include nobody',
      { organizationalUnits: 'organizationalUnits: [{ exclude: OU=a }]' },
      'organizational-units-empty',
    ],
    ['no rules', { organizationalUnits: 'organizationalUnits: []' }, 'organizational-units-empty'],
    [
      'one unit twice',
      { organizationalUnits: 'organizationalUnits: [{ include: "OU=a,DC=b" }, { exclude: "ou=A, dc=B" }]' },
      'organizational-unit-twice',
    ],
  ])('%s', (_, changes, code) => {
    expect(codes(file(changes))).toEqual([code])
  })

  test('everything wrong is told at once, in the order of the lines', () => {
    const text = file({ version: 'version: 0', kind: 'kind: proxy', userId: 'userId: ""' })
    expect(codes(text)).toEqual(['version-unsupported', 'kind-unsupported', 'user-id-missing'])
    expect(lineOf(text)).toEqual([1, 3, 8])
  })

  test('of a newer version nothing else is told, and the version is named', () => {
    const text = `${file({ version: 'version: 4', kind: 'kind: proxy' })}\nfurther: 1`
    expect(codes(text)).toEqual(['version-newer'])
    const [fault = expect.fail()] = faults(text)
    expect(sentence(fault.code, fault.args, 'config-file')).toContain('This file is for version 4 of the format')
  })

  test('whoever misspelled a key is told which one they probably meant', () => {
    const [fault = expect.fail()] = faults(`${file()}\nschedul: none`)
    expect(fault.args).toMatchObject({ key: 'schedul', suggestion: 'schedule' })
    expect(sentence(fault.code, fault.args, 'config-file')).toContain('Did you mean “schedule”?')
    const [far = expect.fail()] = faults(`${file()}\nfurther: 1`)
    expect(sentence(far.code, far.args, 'config-file')).not.toContain('Did you mean')
  })

  test('a password written into the file is never repeated', () => {
    expect(JSON.stringify(read(file({ password: 'password: hunter2' })))).not.toContain('hunter2')
  })
})

test('every fault has a sentence of its own, with nothing left to fill in', () => {
  const seen = new Set<string>()
  const wrongFiles = [
    file({
      version: 'version: 0',
      name: 'name: 3',
      hosts: 'hosts: ["a b"]',
      organizationalUnits: 'organizationalUnits: [{include: x}]',
    }),
    file({ userId: '' }),
    `${file()}\nmapping: 1\nname: x`,
  ]
  for (const { code, args } of wrongFiles.flatMap(faults)) {
    expect(hasSentence(code, 'config-file'), code).toBe(true)
    const told = sentence(code, args, 'config-file')
    expect(told).not.toMatch(/[{}]/)
    seen.add(told)
  }
  expect(seen.size).toBeGreaterThanOrEqual(6)
})

test('whatever bytes are given, the answer is a file or faults with lines, never a throw', () => {
  const pieces = fc.constantFrom(
    ...Object.values(good),
    ': ',
    '- ',
    '[',
    '{',
    '&a ',
    '*a',
    '!!x ',
    '\n',
    '"',
    '<<: ',
    '? ',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 30 }), parts => {
      const outcome = read(parts.join('\n'))
      if (!outcome.ok) expect(outcome.faults.every(({ code }) => hasSentence(code, 'config-file'))).toBe(true)
    }),
    { numRuns: 1_000, seed: 20_260_101, verbose: true },
  )
})
