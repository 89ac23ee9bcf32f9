import { createContext } from 'react'
import type { Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { mappingTargets } from '@/lib/settings/choices'
import type { FieldMapping } from '@/lib/settings/mapping'

/** What may be typed: attributes of people, and the functions of expressions with how they are written. */
export type Known = { attributes: readonly string[]; functions: readonly { name: string; usage: string }[] }
export const KnownNames = createContext<Known>({ attributes: [], functions: [] })

type Target = (typeof mappingTargets)[number]
export type OwnField = Exclude<Target, 'manager'>
export const ownFields = mappingTargets.filter((name): name is OwnField => name !== 'manager')
/** A person without one of these is left out; see `MappingSettings`. */
export const isRequired = (name: string): boolean => name === 'displayName' || name === 'email'

/** The name of a field for people; a company's own field has its label. */
export function fieldName(name: string, custom: readonly { key: string; label: string }[] = []): string {
  const own = mappingTargets.find(target => target === name)
  return own ? say(`field.${own}`) : (custom.find(({ key }) => name === `custom.${key}`)?.label ?? name)
}

/** Where a value comes from, in one phrase. */
export function sourceInWords({ source }: Pick<FieldMapping, 'source'>): string {
  if (source.kind === 'expression') return say('mapping.expressionShort')
  return source.names.length === 0 ? say('mapping.nothing') : source.names.join(` ${say('mapping.orElse')} `)
}

/** `mapping.fields.title` for a problem anywhere in it. */
export const fieldPathOf = ({ path }: Problem): string => path?.split('.').slice(0, 3).join('.') ?? ''

/** A list of attributes is one input. */
export const atInput = (problem: Problem): Problem => ({
  ...problem,
  path: problem.path?.replace(/\.names\.\d+$/, '.names') ?? null,
})
