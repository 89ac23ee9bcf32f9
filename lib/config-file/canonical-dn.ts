import { dnKey, parseDistinguishedName } from '@/lib/directory/distinguished-name'

/** The comparable form of a DN as written in the file, or null when it is not the name of an entry. */
export function canonicalDn(dn: string): string | null {
  return parseDistinguishedName(dn)?.length ? dnKey(dn) : null
}
