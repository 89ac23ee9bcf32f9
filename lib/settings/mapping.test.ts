import { describe, expect, test } from 'vitest'
import { ConnectorDraft, ConnectorSettings } from './connector'
import { MappingSettings } from './mapping'

const from = (...names: string[]) => ({ kind: 'attributes', names })
const codesOf = (settings: unknown) => {
  const parsed = MappingSettings.safeParse(settings)
  return parsed.success ? [] : parsed.error.issues.map(issue => issue.message)
}
const field = (more: object) => ({ fields: { title: { source: from('title'), ...more } } })
const custom = (...more: object[]) => ({
  custom: more.map(one => ({ key: 'badge', label: 'Badge', source: from('employeeNumber'), ...one })),
})

test('settings of before have the default mapping, and a draft of before has none of its own', () => {
  const connection = {
    hosts: [{ host: 'dc1.example.com', port: 636 }],
    security: 'ldaps',
    ca: null,
    baseDn: null,
    userId: 'reader@example.com',
  }
  const stored = ConnectorSettings.parse({ connection, organizationalUnits: { mode: 'all' } })
  expect(stored.mapping).toEqual(MappingSettings.parse({}))
  expect(ConnectorSettings.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  expect(ConnectorDraft.parse({ connection: null, organizationalUnits: null }).mapping).toBeUndefined()
})

describe('only what may be a target is one', () => {
  test.each(['role', 'id', 'tenant', 'active', 'blockedByAdmin', 'workPhoneE164', '__proto__x'])('not %s', target =>
    expect(codesOf({ fields: { [target]: { source: from('title') } } })).toEqual(['mapping-target-unknown']),
  )
  test.each([
    ['role', 'mapping-custom-key-reserved'],
    ['email', 'mapping-custom-key-reserved'],
    ['Badge', 'mapping-custom-key-invalid'],
    ['a.b', 'mapping-custom-key-invalid'],
    ['__proto__', 'mapping-custom-key-invalid'],
    ['', 'mapping-custom-key-invalid'],
  ])('not a field of their own called %s', (key, code) => expect(codesOf(custom({ key }))).toEqual([code]))
  test('each once', () => {
    expect(codesOf(custom({}, { key: 'floor' }))).toEqual([])
    expect(codesOf(custom({}, {}))).toEqual(['mapping-custom-key-twice'])
  })
})

describe('what contradicts itself is refused', () => {
  test.each([
    [field({ ifEmpty: { kind: 'clear' } }), 'mapping-clears-against-policy'],
    [field({ ifEmpty: { kind: 'clear' }, policy: 'fill-if-empty' }), 'mapping-clears-against-policy'],
    [custom({ ifEmpty: { kind: 'clear' } }), 'mapping-clears-against-policy'],
    [{ fields: { manager: { ifEmpty: { kind: 'clear' }, policy: 'never-clear' } } }, 'mapping-clears-against-policy'],
    [{ fields: { displayName: { source: from('cn'), ifEmpty: { kind: 'clear' } } } }, 'mapping-field-required'],
    [{ fields: { displayName: { source: from('cn'), policy: 'not-managed' } } }, 'mapping-field-required'],
    [{ fields: { email: { source: from('mail'), policy: 'when-adding' } } }, 'mapping-address-follows'],
    [{ fields: { email: { source: from('mail'), ifEmpty: { kind: 'leave' } } } }, 'mapping-field-required'],
  ])('%j', (settings, code) => expect(codesOf(settings)).toContain(code))
  test('but a field is emptied where the directory wins', () =>
    expect(codesOf(field({ ifEmpty: { kind: 'clear' }, policy: 'directory-wins' }))).toEqual([]))
})

describe('what is typed', () => {
  test.each([
    [field({ source: from() }), 'mapping-attribute-missing'],
    [field({ source: from('no attribute') }), 'mapping-attribute-invalid'],
    [field({ source: from('member;range=0-1') }), 'mapping-attribute-invalid'],
    [field({ source: from(...'abcdefghi') }), 'mapping-attributes-too-many'],
    [field({ source: from('thumbnailPhoto') }), 'mapping-attribute-refused'],
    [field({ source: from('MS-MCS-ADMPWD') }), 'mapping-attribute-refused'],
    [field({ source: { kind: 'expression', text: '' } }), 'mapping-expression-missing'],
    [field({ source: { kind: 'expression', text: 'x'.repeat(2001) } }), 'mapping-expression-too-long'],
    [field({ modifiers: [{ kind: 'replace', find: '', replacement: '' }] }), 'mapping-find-missing'],
    [field({ modifiers: Array(11).fill({ kind: 'lower' }) }), 'mapping-modifiers-too-many'],
    [field({ ifEmpty: { kind: 'default', value: ' ' } }), 'mapping-default-missing'],
    [field({ ifEmpty: { kind: 'default', value: 'a\u0000b' } }), 'mapping-text-invalid'],
    [field({ ifEmpty: { kind: 'default', value: 'a\u202eb' } }), 'mapping-text-invalid'],
    [field({ ifEmpty: { kind: 'default', value: 'x'.repeat(257) } }), 'mapping-text-too-long'],
    [custom({ label: ' ' }), 'mapping-label-missing'],
    [custom({ label: 'x'.repeat(61) }), 'mapping-label-too-long'],
    [custom(...Array.from({ length: 51 }, (_, n) => ({ key: `key${n}` }))), 'mapping-custom-too-many'],
    [{ photo: { names: ['userCertificate'] } }, 'mapping-photo-attribute'],
    [{ photo: { names: ['jpegPhoto', 'jpegPhoto'] } }, 'mapping-photo-attribute'],
    [{ photo: { largest: 5_000 } }, 'mapping-photo-size'],
    [{ photo: { policy: 'never-clear', ifEmpty: { kind: 'clear' } } }, 'mapping-clears-against-policy'],
    [{ telephone: { country: 'Germany' } }, 'mapping-country-unknown'],
  ])('%#: %s', (settings, code) => expect(codesOf(settings)).toContain(code))
})
