import { cutText } from '@/lib/directory/formats/cut-text'
import type { Problem } from './change'

/** RFC 5321 §4.5.3.1: octets of a path without its brackets, of a local part. */
const longest = { address: 254, local: 64 }
/** RFC 5322 §3.2.3 dot-atom; quoted local parts are legal and never meant. */
const local = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/** RFC 1035 §2.3.1 labels, at least two, the last one not all digits. */
const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

export type CanonicalAddress = { key: string; domain: string } | { problem: Problem }

/**
 * The one form in which addresses are compared: by the matcher, the differ and the unique index alike.
 * Idempotent. Anything beyond ASCII is refused before folding, because folding turns some look-alikes into ASCII.
 */
export function canonicalAddress(text: string): CanonicalAddress {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: { code: 'mail-missing', args: {} } }
  const address = cutText(trimmed, longest.address)
  if (/[^\p{ASCII}]/u.test(trimmed)) return { problem: { code: 'mail-non-ascii', args: { address } } }
  const key = trimmed.toLowerCase()
  const at = key.lastIndexOf('@')
  const host = key.slice(at + 1)
  const usable =
    key.length <= longest.address && at > 0 && at <= longest.local && local.test(key.slice(0, at)) && domain.test(host)
  return usable ? { key, domain: host } : { problem: { code: 'mail-invalid', args: { address } } }
}
