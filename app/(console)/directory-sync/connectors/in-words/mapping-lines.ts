import { say } from '@/app/messages/say'
import { mappingTargets } from '@/lib/settings/choices'
import { type FieldMapping, MappingSettings } from '@/lib/settings/mapping'
import { spokenLocale } from '@/lib/words/language'
import type { SettingLine } from './changed-lines'

type Field = Pick<FieldMapping, 'source' | 'modifiers' | 'ifEmpty' | 'policy'>

/** Where each field comes from, and how it follows. */
export function mappingLines({ fields, custom, telephone, photo }: MappingSettings): SettingLine[] {
  const own = mappingTargets.map(name => ({
    ...{ key: `mapping.${name}`, label: say(`field.${name}`), value: followed(fields, name) },
  }))
  const added = custom.map(field => ({
    key: `mapping.custom.${field.key}`,
    label: field.label,
    value: fieldInWords(field),
  }))
  const e164 = telephone.e164
    ? say('settingLine.e164', { country: telephone.country ?? 'none' })
    : say('settingLine.off')
  return [
    ...own,
    ...added,
    { key: 'mapping.telephone', label: say('mapping.e164'), value: e164 },
    {
      key: 'mapping.photo',
      label: say('mapping.photo'),
      value:
        photo.policy === 'not-managed'
          ? say('mapping.policy.not-managed')
          : say('settingLine.photo', { policy: policyInWords(photo), largest: photo.largest }),
    },
  ]
}

const followed = (fields: MappingSettings['fields'], name: (typeof mappingTargets)[number]): string =>
  name === 'manager' ? policyInWords(fields.manager) : fieldInWords(fields[name])

function fieldInWords({ source, modifiers, ifEmpty, policy }: Field): string {
  if (policy === 'not-managed') return say('mapping.policy.not-managed')
  const from =
    source.kind === 'expression'
      ? source.text
      : new Intl.ListFormat(spokenLocale(), { type: 'disjunction' }).format(source.names)
  const steps = modifiers.map(modifier =>
    modifier.kind === 'replace'
      ? say('settingLine.replace', { find: modifier.find, replacement: modifier.replacement })
      : say(`mapping.modifier.${modifier.kind}`),
  )
  return [from, ...steps, policyInWords({ ifEmpty, policy })].join('; ')
}

function policyInWords({ ifEmpty, policy }: { ifEmpty: Field['ifEmpty']; policy: Field['policy'] }): string {
  const empty =
    ifEmpty.kind === 'default'
      ? `${say('mapping.empty.default')}: ${ifEmpty.value}`
      : say(`mapping.empty.${ifEmpty.kind}`)
  return `${say(`mapping.policy.${policy}`)}; ${say('settingLine.whenEmpty', { empty })}`
}

/** How much of a mapping is not the usual one, in one phrase. */
export function mappingInWords({ fields, custom }: MappingSettings): string {
  const usual = MappingSettings.parse({}).fields
  const changed = mappingTargets.filter(name => followed(fields, name) !== followed(usual, name)).length
  return say('settingLine.mapping', { changed, custom: custom.length })
}
