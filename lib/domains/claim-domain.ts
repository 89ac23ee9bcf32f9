import { randomBytes } from 'node:crypto'
import { type AuditEvent, recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { canonicalDomain, claimDomain, readDomain, removeDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'

type Actor = AuditEvent['actor']

/**
 * Begins to prove that the organization owns a domain: a token of its own is drawn, which only whoever manages the domain can
 * publish. Claimed again, a domain keeps its token. Faults: `domain-missing`,
 * `domain-invalid`, `domain-verified-already`.
 */
export function beginVerification(
  organizationId: string,
  actor: Actor,
  text: string,
): Promise<Outcome<{ name: string }>> {
  return inOrganization(organizationId, async tx => {
    if (text.trim() === '') return refused('domain-missing', {}, 'domain')
    const name = canonicalDomain(text)
    if (!name) return refused('domain-invalid', { domain: text.slice(0, 253) }, 'domain')
    if ((await readDomain(tx, name))?.verifiedBy) return refused('domain-verified-already', { domain: name }, 'domain')
    const isNew = await claimDomain(tx, name, randomBytes(24).toString('base64url'))
    if (isNew) await recordAudit(tx, { actor, event: 'domain.claimed', target: { kind: 'domain', id: name } })
    return done({ name })
  })
}

/** Forgets a domain that is not verified. Faults: `domain-unknown`, `domain-is-verified`. */
export function forgetDomain(organizationId: string, actor: Actor, name: string): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const domain = await readDomain(tx, name)
    if (!domain) return refused('domain-unknown')
    if (domain.verifiedBy !== null) return refused('domain-is-verified', { domain: name })
    await removeDomain(tx, name)
    await recordAudit(tx, { actor, event: 'domain.removed', target: { kind: 'domain', id: name } })
    return done(null)
  })
}
