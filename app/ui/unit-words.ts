import { parseDistinguishedName } from '@/lib/directory/distinguished-name'

/** The names of a unit and those above it, outermost first, without the domain's parts; null when the text is no DN. */
function unitNames(dn: string): string[] | null {
  const names = parseDistinguishedName(dn)
  if (!names || names.length === 0) return null
  const own = names.flatMap(([first]) => (first && first.type.toLowerCase() !== 'dc' ? [first.value] : []))
  return own.length > 0 ? own.reverse() : [names.flatMap(([first]) => (first ? [first.value] : [])).join('.')]
}

/** "Northwind › Research › Mobile" for the DN of a unit. */
export const unitPath = (dn: string): string => unitNames(dn)?.join(' › ') ?? dn

/** "Mobile" for the DN of a unit, a person or a list. */
export const ownName = (dn: string): string => unitNames(dn)?.at(-1) ?? dn

const unitArguments = ['unit', 'from', 'scope']

/** A sentence's arguments with units called by their name instead of their DN. */
export function plainArguments(args: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const names = unitArguments.includes(name) && typeof value === 'string' ? unitNames(value) : null
      return [name, names?.at(-1) ?? value]
    }),
  )
}
