import { domainToASCII } from 'node:url'
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { domains } from '@/db/schema'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { OrganizationTransaction } from './organization'

export type Domain = {
  name: string
  verifiedBy: 'dns' | 'operator' | null
  verifiedAt: Date | null
  /** What its TXT record has to hold; null = nobody began to prove it that way. */
  token: string | null
  checkedAt: Date | null
  /** What the last look found instead of the record: a code. */
  problem: string | null
}

/**
 * Lower-case ASCII without a trailing dot: what is stored and compared.
 * @returns null when the text is not a domain name of at least two labels (RFC 1035 §2.3.1, RFC 5891)
 */
export function canonicalDomain(text: string): string | null {
  const name = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase()
  const labels = name.split('.')
  const wellFormed = labels.every(label => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))
  return wellFormed && labels.length >= 2 && name.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '') ? name : null
}

export async function listDomains(tx: OrganizationTransaction): Promise<Domain[]> {
  return tx
    .select(columns)
    .from(domains)
    .where(eq(domains.organizationId, tx.organizationId))
    .orderBy(asc(domains.name))
}

const { name, verifiedBy, verifiedAt, token, checkedAt, problem } = domains
const columns = { name, verifiedBy, verifiedAt, token, checkedAt, problem }
const thisDomain = (tx: OrganizationTransaction, domain: string) =>
  and(eq(domains.organizationId, tx.organizationId), eq(domains.name, domain))

export async function readDomain(tx: OrganizationTransaction, domain: string): Promise<Domain | null> {
  const [row] = await tx.select(columns).from(domains).where(thisDomain(tx, domain))
  return row ?? null
}

/** Adds a domain to be proved, or gives a token to one that has none. @returns false when it had one */
export async function claimDomain(tx: OrganizationTransaction, domain: string, drawn: string): Promise<boolean> {
  const claimed = await tx
    .insert(domains)
    .values({ organizationId: tx.organizationId, name: domain, token: drawn })
    .onConflictDoUpdate({
      target: [domains.organizationId, domains.name],
      set: { token: drawn },
      setWhere: sql`${domains.token} is null and ${domains.verifiedBy} is null`,
    })
    .returning({ name: domains.name })
  return claimed.length === 1
}

export async function noteDomainCheck(
  tx: OrganizationTransaction,
  domain: string,
  found: string | null,
): Promise<void> {
  await tx.update(domains).set({ checkedAt: sql`now()`, problem: found }).where(thisDomain(tx, domain))
}

export async function removeDomain(tx: OrganizationTransaction, domain: string): Promise<void> {
  await tx.delete(domains).where(thisDomain(tx, domain))
}

/** The domains whose addresses are believed. */
export async function verifiedDomains(tx: OrganizationTransaction): Promise<string[]> {
  const rows = await tx
    .select({ name: domains.name })
    .from(domains)
    .where(and(eq(domains.organizationId, tx.organizationId), isNotNull(domains.verifiedBy)))
    .orderBy(asc(domains.name))
  return rows.map(row => row.name)
}

/**
 * Adds the domain if it is new, and marks it as verified. Verifying it again keeps the first time.
 * Refusals: `domain-invalid`, `domain-verified-elsewhere` (a domain is believed for one organization only).
 */
export async function verifyDomain(
  tx: OrganizationTransaction,
  text: string,
  by: 'dns' | 'operator',
): Promise<Outcome<{ name: string }>> {
  const name = canonicalDomain(text)
  if (!name) return refused('domain-invalid', { domain: text.slice(0, 253) }, 'domain')
  try {
    // In a savepoint, because a refused row would end the caller's transaction.
    await tx.transaction(inner =>
      inner
        .insert(domains)
        .values({ organizationId: tx.organizationId, name, verifiedBy: by, verifiedAt: new Date() })
        .onConflictDoUpdate({
          target: [domains.organizationId, domains.name],
          set: { verifiedBy: by, verifiedAt: sql`coalesce(${domains.verifiedAt}, now())` },
          setWhere: sql`${domains.verifiedBy} is null`,
        }),
    )
  } catch (error) {
    if (!isVerifiedElsewhere(error)) throw error
    return refused('domain-verified-elsewhere', { domain: name }, 'domain')
  }
  return done({ name })
}

/** Another organization's row cannot be seen from here; the unique index is what tells. */
function isVerifiedElsewhere(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'constraint_name' in cause && cause.constraint_name === 'domains_verified_once'
}
