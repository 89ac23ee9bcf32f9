import type { MappingSettings } from '@/lib/settings/mapping'
import type { AttributeName } from './change'
import { compileMapping } from './compile-mapping'
import type { Reading } from './expression/compile-node'
import { findValue } from './map-fields'

/** A field whose value is taken from attributes. */
export type FieldOfAttributes = {
  name: AttributeName
  /** Whether nothing stands in where the directory has no value: no fixed value, and nobody is left out. */
  staysEmpty: boolean
  /** Whether the directory has a value for this person, usable or not. */
  has(reading: Reading): boolean
}

/** The managed fields that attributes fill; what an expression makes of somebody says nothing about any attribute. */
export function fieldsOfAttributes(settings: MappingSettings): FieldOfAttributes[] {
  const { fields, email, manager } = compileMapping(settings)
  const computed = new Set(namesOfExpressions(settings))
  const filled = [...fields, email].filter(({ name }) => !computed.has(name))
  return [
    ...filled.map(field => ({
      name: field.name,
      staysEmpty: field.ifEmpty.kind === 'leave' || field.ifEmpty.kind === 'clear',
      has: (reading: Reading) => {
        const found = findValue(field, reading)
        return 'problem' in found || found.value !== null
      },
    })),
    ...(manager === 'not-managed' ? [] : [followedManager]),
  ]
}

const followedManager: FieldOfAttributes = {
  ...{ name: 'manager', staysEmpty: true },
  has: ({ first }) => first('manager') !== null,
}

function namesOfExpressions({ fields: { manager: _, ...own }, custom }: MappingSettings): string[] {
  const named = Object.entries(own).map(([name, { source }]) => ({ name, source }))
  const added = custom.map(({ key, source }) => ({ name: `custom.${key}`, source }))
  return [...named, ...added].filter(({ source }) => source.kind === 'expression').map(({ name }) => name)
}
