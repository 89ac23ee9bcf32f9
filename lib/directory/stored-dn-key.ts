import { createHash } from 'node:crypto'
import { dnKey } from './distinguished-name'

/** PostgreSQL indexes no text of more than about 2,700 bytes; a character takes up to three. */
export const longestStoredKey = 800

/**
 * The form in which DNs are stored and compared: canonical, and a fingerprint of that where an index could not take it.
 * @returns null for what is no DN: nobody's manager, and no one's member
 */
export function storedDnKey(dn: string): string | null {
  const key = canonical(dn)
  return key === null || key.length <= longestStoredKey
    ? key
    : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

function canonical(dn: string): string | null {
  try {
    return dnKey(dn)
  } catch {
    return null
  }
}

/** The key of an object under this name; a name that cannot be parsed stands for itself, and its object is read all the same. */
export const ownDnKey = (dn: string): string => storedDnKey(dn) ?? dn.slice(0, longestStoredKey)
