import { expect, test } from 'vitest'
import { ConnectorSettings } from './connector'
import { settingDifferences, settingLines } from './difference'

const anchor = (at: number) => `5b1c2d3e-0000-4000-8000-00000000000${at}`
const settings = ConnectorSettings.parse({
  connection: {
    hosts: [{ host: 'dc1.contoso.example', port: 636 }],
    security: 'ldaps',
    ca: null,
    baseDn: null,
    userId: 'reader@contoso.example',
  },
  organizationalUnits: {
    mode: 'chosen',
    rules: [
      { anchor: anchor(1), dn: 'OU=Sales,DC=contoso,DC=example', effect: 'include' },
      { anchor: anchor(2), dn: 'OU=Old,OU=Sales,DC=contoso,DC=example', effect: 'exclude' },
    ],
  },
})
const changed = (change: (copy: ConnectorSettings) => void) => {
  const copy = structuredClone(settings)
  change(copy)
  return settingDifferences(settings, copy)
}

test('equal configurations have no difference', () => {
  expect(settingDifferences(settings, structuredClone(settings))).toEqual([])
})

/** Every text, number and switch of the settings, with what sets it to something else. */
function* leaves(value: unknown, set: (next: unknown) => void): Generator<() => void> {
  if (typeof value === 'string') yield () => set(`${value} changed`)
  else if (typeof value === 'number') yield () => set(value + 1)
  else if (typeof value === 'boolean') yield () => set(!value)
  else if (value === null) yield () => set('something')
  else if (Array.isArray(value))
    for (const [at, part] of value.entries())
      yield* leaves(part, next => {
        value[at] = next
      })
  else if (typeof value === 'object')
    for (const [key, part] of Object.entries(value))
      yield* leaves(part, next => {
        Object.assign(value, { [key]: next })
      })
}

test('whatever single value is changed, some difference tells it', () => {
  let count = 0
  for (let at = 0; ; at++) {
    const copy = structuredClone(settings)
    const change = [...leaves(copy, () => undefined)][at]
    if (!change) break
    change()
    count++
    // Names of things that are known by their identity are for reading only.
    const kept =
      JSON.stringify(copy).replaceAll(/"dn":"[^"]*"/g, '') === JSON.stringify(settings).replaceAll(/"dn":"[^"]*"/g, '')
    if (!kept) expect(settingDifferences(settings, copy), JSON.stringify(copy)).not.toEqual([])
  }
  expect(count).toBeGreaterThan(80)
})

test('a unit that is added, changed or taken out is told by its name, whatever order units stand in', () => {
  const found = changed(({ organizationalUnits: units }) => {
    if (units.mode !== 'chosen') return
    units.rules = [
      { anchor: anchor(3), dn: 'OU=Law', effect: 'include' },
      { anchor: anchor(1), dn: 'OU=Verkauf,DC=contoso,DC=example', effect: 'exclude' },
    ]
  })
  expect(found).toEqual([
    expect.objectContaining({ name: 'OU=Verkauf,DC=contoso,DC=example', before: 'include', after: 'exclude' }),
    expect.objectContaining({ name: 'OU=Old,OU=Sales,DC=contoso,DC=example', before: 'exclude', after: null }),
    expect.objectContaining({ name: 'OU=Law', before: null, after: 'include' }),
  ])
})

test('servers, limits and mappings are told where they stand', () => {
  expect(
    changed(copy => {
      copy.connection.hosts.push({ host: 'dc2.contoso.example', port: 3269 })
      copy.safety.removalsPeople = 20
      copy.mapping.fields.title.source = { kind: 'attributes', names: ['title', 'description'] }
    }).map(({ section, path, before, after }) => [section, path.join('.'), before, after]),
  ).toEqual([
    ['connection', 'hosts', 'dc1.contoso.example:636', 'dc1.contoso.example:636, dc2.contoso.example:3269'],
    ['mapping', 'fields.title.source', 'attributes · title', 'attributes · title, description'],
    ['safety', 'removalsPeople', '50', '20'],
  ])
  expect(settingLines(settings).find(({ path }) => path[0] === 'userId')).toMatchObject({
    value: 'reader@contoso.example',
  })
})
