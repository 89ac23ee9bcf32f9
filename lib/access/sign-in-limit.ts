import { createHash } from 'node:crypto'
import { acrossOrganizations } from '@/lib/store/organization'
import { countAttempt, dropOldAttempts, forgetAttempts } from '@/lib/store/sign-in-attempts'

const windowMinutes = 15

/**
 * Failed attempts allowed in a window. A client can claim any address behind a careless proxy, so an account has a limit of
 * its own too; it is wider, because it lets a stranger lock somebody out.
 */
const limits = { pair: 5, account: 50, client: 100 } as const

type Attempt = { email: string; client: string }
type Kind = keyof typeof limits

/** Counts an attempt before the password is looked at. False = there were too many. */
export async function mayTrySignIn(attempt: Attempt, now: Date): Promise<boolean> {
  return acrossOrganizations('sign-in', async across => {
    await dropOldAttempts(across, new Date(now.getTime() - 24 * 3_600_000))
    let allowed = true
    // Always in the same order, so that two attempts cannot wait for each other.
    for (const kind of ['pair', 'account', 'client'] as const)
      if ((await countAttempt(across, { key: keyOf(kind, attempt), now, windowMinutes })) > limits[kind])
        allowed = false
    return allowed
  })
}

/** After a sign-in that worked, mistyped passwords before it no longer count. */
export async function forgiveSignIn(attempt: Attempt): Promise<void> {
  await acrossOrganizations('sign-in', across => forgetAttempts(across, keyOf('pair', attempt)))
}

/** Hashed: addresses of people who may not even be ours are not kept. */
function keyOf(kind: Kind, attempt: Attempt): string {
  const about = { pair: `${attempt.client} ${attempt.email}`, account: attempt.email, client: attempt.client }[kind]
  return `${kind}:${createHash('sha256').update(about).digest('base64url')}`
}
