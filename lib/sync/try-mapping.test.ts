import { expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import { MappingSettings } from '@/lib/settings/mapping'
import { tryMapping } from './try-mapping'

const object: DirectoryObject = {
  anchor: '6f9619ff-8b86-d011-b42d-00c04fc964ff' as Anchor,
  ...{ kind: 'person', dn: 'CN=Ada,DC=example,DC=com', parent: null, usnChanged: '1', deleted: false, cleaned: [] },
  attributes: {
    displayName: ['Ada Byron'],
    mail: ['ADA@example.com'],
    title: ['countess'],
    manager: ['CN=Bo,DC=example'],
  },
}
const attempt = (settings: unknown) =>
  new Map(
    tryMapping(MappingSettings.parse(settings), object, {
      verifiedDomains: new Set(['example.com']),
      now: new Date('2026-11-26T04:00:00Z'),
    }).map(({ name, value, problem }) => [name, problem?.code ?? value]),
  )

test('each field is told as a run would store it', () => {
  const custom = [
    { key: 'rank', label: 'Rank', source: { kind: 'expression', text: 'upper(entry.title)' } },
    { key: 'badge', label: 'Badge', source: { kind: 'attributes', names: ['x'] }, ifEmpty: { kind: 'skip-person' } },
  ]
  const fields = attempt({ custom })
  expect(fields.get('displayName')).toBe('Ada Byron')
  expect(fields.get('email')).toBe('ada@example.com')
  expect(fields.get('manager')).toBe('CN=Bo,DC=example')
  expect(fields.get('custom.rank')).toBe('COUNTESS')
  expect(fields.get('custom.badge')).toBe('value-missing')
  expect(fields.get('department')).toBeNull()
})

test('what is wrong is told at the field that it is about', () => {
  const fields = attempt({ fields: { email: { source: { kind: 'attributes', names: ['nothing'] } } } })
  expect(fields.get('email')).toBe('mail-missing')
  expect(fields.get('displayName')).toBe('Ada Byron')
})
