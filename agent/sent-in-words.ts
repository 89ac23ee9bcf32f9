import type { DirectoryObject, ImportEvent } from '@/lib/directory/source'

/** An object as it is sent, one value a line: its own facts first, then its attributes and members. Nothing is left out. */
export function objectLines({ attributes, members, ...facts }: DirectoryObject): string[] {
  return [
    ...flat(facts),
    ...Object.entries(attributes).flatMap(([name, values]) => values.map(value => `${name}: ${value}`)),
    ...(members ?? []).map(member => `member: ${member}`),
    '',
  ]
}

/** What an import says beside its objects, such as where it read and that it is complete. */
export function eventLines({ type, ...facts }: Exclude<ImportEvent, { type: 'objects' }>): string[] {
  return [`# ${type}`, ...flat(facts).map(line => `#   ${line}`)]
}

/** Every value with the way to it; what is nothing says nothing. */
function flat(value: unknown, way = ''): string[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [`${way}: ${value}`]
  return Object.entries(value).flatMap(([name, own]) => flat(own, way === '' ? name : `${way}.${name}`))
}
