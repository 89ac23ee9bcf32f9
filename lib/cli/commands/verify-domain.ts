import { recordAudit } from '@/lib/audit/record'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import type { Context } from '../context'

/** `domain verify NAME --operator`: the operator vouches that the organization owns the domain. */
export async function verifyDomainAsOperator(
  { organizationId, actor }: Context,
  name: string,
  { operator }: { operator?: boolean },
): Promise<Answer> {
  if (!operator) refuse('operator-needed')
  const verified = await inOrganization(organizationId, async tx => {
    const outcome = await verifyDomain(tx, name, 'operator')
    if (outcome.ok)
      await recordAudit(tx, { actor, event: 'domain.verified', target: { kind: 'domain', id: outcome.value.name } })
    return outcome
  })
  if (!verified.ok) throw new Refused(verified.faults)
  const domain = verified.value.name
  return {
    exit: 0,
    json: { domain, verifiedBy: 'operator' },
    lines: [sentence('domain-verified', { domain }, 'cli')],
  }
}
