import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { type Administrator, findAdministratorByEmail } from '@/lib/store/administrators'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { canonicalEmail } from './email'
import { verifyPassword } from './password'
import { forgiveSignIn, mayTrySignIn } from './sign-in-limit'

const longestPassword = 256

/**
 * Who signs in. Refusals: `sign-in-refused` (whatever the reason: unknown address, wrong password, disabled) and
 * `too-many-attempts`; neither tells whether the address exists.
 * @param attempt.client the address the request came from
 */
export async function verifyCredentials(
  attempt: { email: string; password: string; client: string },
  now: Date,
): Promise<Outcome<Administrator>> {
  const email = canonicalEmail(attempt.email) ?? attempt.email.trim().toLowerCase().slice(0, 320)
  const limited = { email, client: attempt.client }
  if (!(await mayTrySignIn(limited, now))) return refused('too-many-attempts', { minutes: 15 })
  const found = await acrossOrganizations('sign-in', across => findAdministratorByEmail(across, email))
  const right = await verifyPassword(attempt.password.slice(0, longestPassword + 1), found?.passwordHash ?? null)
  const accepted = found !== null && right && !found.disabled
  if (found) await note(found, accepted)
  if (!accepted) return refused('sign-in-refused')
  await forgiveSignIn(limited)
  const { passwordHash: _, ...administrator } = found
  return done(administrator)
}

const note = ({ id, organizationId }: Administrator, accepted: boolean) =>
  inOrganization(organizationId, tx =>
    recordAudit(tx, {
      actor: { kind: 'administrator', id },
      event: accepted ? 'administrator.signed-in' : 'administrator.sign-in-refused',
      target: { kind: 'administrator', id },
    }),
  )
