import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { anyAdministrator, createAdministrator } from '@/lib/store/administrators'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, enterOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { lockSetup, markSetupLinkUsed, readSetupLink, replaceSetupLinks, type SetupLink } from '@/lib/store/setup-links'
import { type Language, languages } from '@/lib/words/language'
import { faultsOf } from './input-faults'
import { hashPassword } from './password'
import { SetupInput, type SetupValues } from './setup-input'

const linkHours = 24

export type SetupLinkState = 'valid' | 'used' | 'expired' | 'unknown'

/** Makes the link that creates the first administrator; earlier unused ones stop working. Only its hash is kept. */
export async function createSetupLink(now = new Date()): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const link = { tokenHash: hashOf(token), expiresAt: new Date(now.getTime() + linkHours * 3_600_000) }
  await acrossOrganizations('set-up link', across => replaceSetupLinks(across, link))
  return token
}

/** True once someone can sign in. */
export const hasAdministrator = (): Promise<boolean> => acrossOrganizations('first run', anyAdministrator)

export async function setupLinkState(token: string, now = new Date()): Promise<SetupLinkState> {
  return stateOf(await acrossOrganizations('set-up link', across => readSetupLink(across, hashOf(token))), now)
}

function stateOf(link: SetupLink | null, now: Date): SetupLinkState {
  if (!link) return 'unknown'
  if (link.usedAt) return 'used'
  return link.expiresAt <= now ? 'expired' : 'valid'
}

/**
 * Creates the organization, its first domain (which the operator vouches for by handing out the link) and its Primary
 * Master Admin. A link works once, however many people use it at the same moment.
 * Refusals: `setup-link-unknown`, `setup-link-used`, `setup-link-expired`, `already-set-up`, those of SetupInput and of
 * `verifyDomain`; each names its field.
 */
export async function completeSetup(
  input: unknown,
  now = new Date(),
  language: Language = languages[0],
): Promise<Outcome<{ organizationId: string }>> {
  const parsed = SetupInput.safeParse(input)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) }
  const values = parsed.data
  // Before the lock, because it takes a while; a link that does not work costs nothing.
  const state = await setupLinkState(values.token, now)
  if (state !== 'valid') return refused(`setup-link-${state}`)
  const passwordHash = await hashPassword(values.password)
  return refusable(() =>
    acrossOrganizations('set-up', across => setUp(across, { ...values, language }, passwordHash, now)),
  )
}

/** With the language in which set-up was done: mails begin in it. */
type Spoken = SetupValues & { language: Language }

async function setUp(
  across: Parameters<typeof enterOrganization>[0],
  values: Spoken,
  passwordHash: string,
  now: Date,
): Promise<{ organizationId: string }> {
  await lockSetup(across)
  const state = stateOf(await readSetupLink(across, hashOf(values.token)), now)
  if (state !== 'valid') throw new Refusal(refused(`setup-link-${state}`))
  if (await anyAdministrator(across)) throw new Refusal(refused('already-set-up'))
  await markSetupLinkUsed(across, hashOf(values.token), now)
  const organizationId = randomUUID()
  await createOrganization(across, { id: organizationId, name: values.organizationName, language: values.language })
  await fillOrganization(await enterOrganization(across, organizationId), values, passwordHash)
  return { organizationId }
}

async function fillOrganization(tx: OrganizationTransaction, values: Spoken, passwordHash: string): Promise<void> {
  const verified = await verifyDomain(tx, values.domain, 'operator')
  if (!verified.ok) throw new Refusal(verified)
  const id = randomUUID()
  const { email, displayName, language } = values
  await createAdministrator(tx, { id, email, displayName, role: 'primary-master-admin', passwordHash, language })
  const actor = { kind: 'operator', id: 'set-up link' } as const
  for (const [event, target] of [
    ['organization.created', { kind: 'organization', id: tx.organizationId }],
    ['domain.verified', { kind: 'domain', id: verified.value.name }],
    ['administrator.created', { kind: 'administrator', id }],
  ] as const)
    await recordAudit(tx, { actor, event, target })
}

/** Leaves the transaction so that it is rolled back, and comes out as the refusal it carries. */
class Refusal extends Error {
  constructor(readonly outcome: ReturnType<typeof refused>) {
    super('refused')
  }
}

async function refusable<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await work())
  } catch (error) {
    if (error instanceof Refusal) return error.outcome
    throw error
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
