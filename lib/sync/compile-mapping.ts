import { mappingTargets } from '@/lib/settings/choices'
import type { IfEmpty, MappingSettings, PhotoSettings } from '@/lib/settings/mapping'
import type { AccountField, AttributeName } from './change'
import { type CompiledSource, compileSource } from './compile-source'
import type { FieldPolicies } from './difference'
import type { Reading } from './expression/compile-node'
import { compileModifiers, type Modify } from './modify-value'

/** How one field's value is found. */
export type CompiledField = {
  name: AttributeName
  /** For sentences: the field's name, or the label of one that the company added. */
  label: string
  source: CompiledSource
  modify: Modify | null
  ifEmpty: IfEmpty
  /** Characters its value may have. */
  longest: number
}

/** A mapping, compiled once for a run. */
export type Mapping = {
  fields: readonly CompiledField[]
  /** The address decides about identity and is told apart; see `mapPerson`. */
  email: CompiledField
  manager: 'followed' | 'followed-and-cleared' | 'not-managed'
  telephone: MappingSettings['telephone']
  /** Null where no photos are followed. */
  photo: PhotoSettings | null
  policies: FieldPolicies
  /** Every attribute of a person that mapping reads, each once, without regard to case. */
  attributes: readonly string[]
}

/** Longest values, in characters; a field that the company added has the usual length. */
const longest: Partial<Record<AttributeName, number>> = {
  givenName: 128,
  familyName: 128,
  workPhone: 64,
  mobilePhone: 64,
  employeeNumber: 64,
}
const usualLength = 256

type TextField = Exclude<(typeof mappingTargets)[number], 'email' | 'manager'>
const textFields = mappingTargets.filter((name): name is TextField => name !== 'email' && name !== 'manager')

/** Compiles the settings. Never throws: what cannot be computed is a problem of each person that needs it. */
export function compileMapping({ fields, custom, telephone, photo }: MappingSettings): Mapping {
  const managed = textFields.filter(name => fields[name].policy !== 'not-managed')
  const added = custom.filter(({ policy }) => policy !== 'not-managed')
  const compiled = [
    ...managed.map(name => compileField(name, name, fields[name])),
    ...added.map(field => compileField(`custom.${field.key}`, field.label, field)),
  ]
  const email = compileField('email', 'email', fields.email)
  const { policy, ifEmpty } = fields.manager
  return {
    fields: compiled,
    email,
    manager: policy === 'not-managed' ? policy : ifEmpty.kind === 'clear' ? 'followed-and-cleared' : 'followed',
    telephone,
    photo: photo.policy === 'not-managed' ? null : photo,
    policies: policiesOf({ fields, custom, photo }),
    attributes: eachOnce([
      ...compiled.flatMap(({ source }) => source.attributes),
      ...(fields.displayName.source.kind === 'attributes' ? nameParts : []),
      ...email.source.attributes,
      ...(policy === 'not-managed' ? [] : ['manager']),
    ]),
  }
}

type FieldSettings = Pick<MappingSettings['custom'][number], 'source' | 'modifiers' | 'ifEmpty'>

function compileField(name: AttributeName, label: string, settings: FieldSettings): CompiledField {
  const { source, modifiers, ifEmpty } = settings
  return {
    name,
    label,
    source: compileSource(source, name === 'displayName' ? fullName : () => null),
    modify: modifiers.length === 0 ? null : compileModifiers(modifiers),
    ifEmpty,
    longest: longest[name] ?? usualLength,
  }
}

const nameParts = ['givenName', 'sn']

/** A name put together, for people of whom no attribute of a list says one. */
function fullName(reading: Reading): string | null {
  const name = nameParts
    .map(reading.first)
    .filter(part => part !== null)
    .join(' ')
  return name === '' ? null : name
}

/** The fields of the account whose number in E.164 stands beside them. */
export const telephoneTwins = { workPhone: 'workPhoneE164', mobilePhone: 'mobilePhoneE164' } as const

function policiesOf({ fields, custom, photo }: Pick<MappingSettings, 'fields' | 'custom' | 'photo'>): FieldPolicies {
  const own = mappingTargets.flatMap((name): [AccountField, FieldPolicyOf][] => {
    const { policy } = fields[name]
    const twin = name === 'workPhone' || name === 'mobilePhone' ? telephoneTwins[name] : null
    return twin === null
      ? [[name, policy]]
      : [
          [name, policy],
          [twin, policy],
        ]
  })
  return new Map<AttributeName, FieldPolicyOf>([
    ...own,
    ...(photo.policy === 'not-managed' ? [] : [['photo', photo.policy] as const]),
    ...custom.map(({ key, policy }) => [`custom.${key}`, policy] as const),
  ])
}
type FieldPolicyOf = MappingSettings['custom'][number]['policy']

function eachOnce(names: readonly string[]): string[] {
  const once = new Map<string, string>()
  for (const name of names) if (!once.has(name.toLowerCase())) once.set(name.toLowerCase(), name)
  return [...once.values()]
}
