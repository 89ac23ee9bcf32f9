import { canonicalDomain } from '@/lib/store/domains'

/** The sign-in name as stored and compared: lower case, domain in ASCII. Null when it is no address. */
export function canonicalEmail(text: string): string | null {
  const [local, domain, ...rest] = text.trim().toLowerCase().split('@')
  if (!local || !domain || rest.length > 0 || local.length > 64 || !/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+$/.test(local))
    return null
  const ascii = canonicalDomain(domain)
  return ascii && `${local}@${ascii}`
}
