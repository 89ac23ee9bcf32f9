import type { AttributeName, Problem } from './change'
import { type CompiledField, type Mapping, telephoneTwins } from './compile-mapping'
import type { WantedValues } from './difference'
import type { Reading } from './expression/compile-node'
import { toE164 } from './telephone'

type Values = { attributes: WantedValues; problems: Problem[] }

/** Maps every field but the address and the manager. One that cannot be used is a problem of this person and no value. */
export function mapFields({ fields, telephone }: Mapping, reading: Reading): Values {
  const values: Values = { attributes: {}, problems: [] }
  for (const field of fields) {
    const found = findValue(field, reading)
    if ('problem' in found) values.problems.push(found.problem)
    else if (found.value === null) whenEmpty(field, values)
    else take(field, found.value, values)
  }
  if (telephone.e164) addTwins(values.attributes, telephone.country)
  return values
}

/** The field's value for one person, modified; null = the directory has none. */
export function findValue(field: CompiledField, reading: Reading): { value: string | null } | { problem: Problem } {
  const found = field.source.read(reading)
  if ('failure' in found) return { problem: { code: 'mapping-failed', args: { field: field.label, ...found.failure } } }
  if (found.value === null || field.modify === null) return found
  const value = field.modify(found.value).normalize('NFC').trim()
  return { value: value === '' ? null : value }
}

function whenEmpty({ name, label, ifEmpty }: CompiledField, { attributes, problems }: Values): void {
  switch (ifEmpty.kind) {
    case 'leave':
      return
    case 'clear':
      attributes[name] = null
      return
    case 'default':
      attributes[name] = ifEmpty.value
      return
    case 'skip-person':
      problems.push(
        name === 'displayName' ? { code: 'name-missing', args: {} } : { code: 'value-missing', args: { field: label } },
      )
  }
}

function take({ name, label, longest }: CompiledField, value: string, { attributes, problems }: Values): void {
  const length = value.length <= longest ? value.length : [...value].length
  if (length <= longest) attributes[name] = value
  else problems.push({ code: 'value-too-long', args: { field: label, length, max: longest } })
}

/** Numbers stay as they are written; beside each stands its twin, or null where the text is not one number. */
function addTwins(attributes: WantedValues, country: string | null): void {
  for (const [number, twin] of Object.entries(telephoneTwins) as [AttributeName, AttributeName][]) {
    const value = attributes[number]
    if (value !== undefined) attributes[twin] = value === null ? null : toE164(value, country)
  }
}
