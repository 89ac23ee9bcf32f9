import { type AuditEvent, recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/env'
import { lookUpText } from '@/lib/network/text-records'
import { done, type Outcome, refused } from '@/lib/outcome'
import { noteDomainCheck, readDomain, verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'

/** What a TXT record at the domain's own name has to be. */
export const recordOf = (token: string): string => `enrollment-verification=${token}`

/**
 * Looks for the token in the domain's TXT records, and believes the domain when it is there. Faults: `domain-unknown`,
 * `dns-no-such-name`, `dns-no-record`, `dns-other-record`, `dns-unreachable`, `domain-verified-elsewhere`.
 */
export async function checkDomain(
  organizationId: string,
  actor: AuditEvent['actor'],
  name: string,
): Promise<Outcome<null>> {
  const domain = await inOrganization(organizationId, tx => readDomain(tx, name))
  if (!domain?.token) return refused('domain-unknown')
  if (domain.verifiedBy !== null) return done(null)
  const problem = await whatIsMissing(name, recordOf(domain.token))
  return inOrganization(organizationId, async tx => {
    if (problem !== null) {
      await noteDomainCheck(tx, name, problem)
      return refused(problem, { domain: name })
    }
    const verified = await verifyDomain(tx, name, 'dns')
    await noteDomainCheck(tx, name, verified.ok ? null : 'domain-verified-elsewhere')
    if (!verified.ok) return verified
    await recordAudit(tx, { actor, event: 'domain.verified', target: { kind: 'domain', id: name } })
    return done(null)
  })
}

async function whatIsMissing(name: string, record: string): Promise<string | null> {
  const found = await lookUpText(name, env())
  if (!found.ok) return found.code
  if (found.records.some(text => text.trim() === record)) return null
  return found.records.length === 0 ? 'dns-no-record' : 'dns-other-record'
}
