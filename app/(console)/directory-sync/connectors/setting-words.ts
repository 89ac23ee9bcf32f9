import messages from '@/app/messages/en.json'
import { say } from '@/app/messages/say'
import type { SettingLine } from '@/lib/settings/difference'

type Words = Readonly<Record<string, string>>
const fields: Words = messages.settingField
const values: Words = messages.settingValue

/** What a setting is called. One without words of its own is called as the configuration file calls it. */
export function settingName({ section, path, name }: Omit<SettingLine, 'value'>): string {
  if (name !== null) return name
  if (path.length === 0) return say(`settingSection.${section}`)
  const words = path.map(part => fields[part]).filter(word => word !== undefined && word !== '')
  return words.length > 0 ? words.join(' · ') : path.join('.')
}

/** A value as people read it; '' is nothing, and null was not there at all. */
export function settingValue(path: readonly string[], value: string | null): string {
  if (value === null) return say('settingValue.absent')
  if (value === '') return say('settingValue.empty')
  if (path.at(-1) === 'ca')
    return say('settingValue.certificate', { end: value.replaceAll(/\W|END|CERTIFICATE/g, '').slice(-8) })
  return values[value] ?? value
}
