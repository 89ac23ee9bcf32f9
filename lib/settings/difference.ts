import type { ConnectorSettings } from './connector'

/**
 * One setting: where it stands, what it is called where it has a name of its own (a unit, a rule, a person), and its value
 * as text; '' = nothing.
 */
export type SettingLine = {
  section: keyof ConnectorSettings
  path: readonly string[]
  name: string | null
  value: string
}
/** `before` null: it was not there. `after` null: it is not there any more. */
export type SettingDifference = Omit<SettingLine, 'value'> & { before: string | null; after: string | null }

/** Every setting as a line, in the order of the settings. Nothing is left out, so that no difference can be. */
export function settingLines(settings: ConnectorSettings): SettingLine[] {
  const sections = Object.entries(settings) as [keyof ConnectorSettings, unknown][]
  return sections.flatMap(([section, value]) => lines(value, []).map(line => ({ section, ...line })))
}

/** What is different between two configurations, in the order of the settings; empty = nothing. */
export function settingDifferences(before: ConnectorSettings, after: ConnectorSettings): SettingDifference[] {
  const [was, is] = [byPlace(before), byPlace(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap(place => {
    const [old, now] = [was.get(place), is.get(place)]
    const line = now ?? old
    if (!line || old?.value === now?.value) return []
    const { section, path, name } = line
    return [{ section, path, name, before: old?.value ?? null, after: now?.value ?? null }]
  })
}

const byPlace = (settings: ConnectorSettings) =>
  new Map(settingLines(settings).map(line => [[line.section, ...line.path].join('\u0000'), line]))

type Line = Omit<SettingLine, 'section'>
type Item = Readonly<Record<string, unknown>>
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

/** By what one of several things is the same thing in another version. */
const identities = ['anchor', 'id', 'accountId', 'groupId', 'key']
const names = ['name', 'label', 'dn']
const identityOf = (item: unknown) => (isItem(item) ? identities.find(key => typeof item[key] === 'string') : undefined)

function lines(value: unknown, path: readonly string[]): Line[] {
  if (Array.isArray(value) && value.length > 0 && value.every(identityOf))
    return value.flatMap(item => named(item, path))
  // What has a kind is one thing: where a value comes from, what is done to it.
  if (isItem(value) && !('kind' in value))
    return Object.entries(value).flatMap(([key, part]) => lines(part, [...path, key]))
  return [{ path, name: null, value: textOf(value) }]
}

function named(item: Item, path: readonly string[]): Line[] {
  const identity = identityOf(item) ?? ''
  const name = names.find(key => typeof item[key] === 'string')
  const rest = Object.entries(item).filter(([key]) => key !== identity && key !== name)
  const value = rest.map(([key, part]) =>
    isItem(part) || Array.isArray(part) ? `${key}: ${textOf(part)}` : textOf(part),
  )
  return [
    {
      path: [...path, String(item[identity])],
      name: String(item[name ?? identity]),
      value: value.filter(text => text !== '').join(', '),
    },
  ]
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (!isItem(value)) return String(value)
  if ('host' in value) return `${value.host}:${value.port}`
  return Object.values(value)
    .map(textOf)
    .filter(text => text !== '')
    .join(' · ')
}
