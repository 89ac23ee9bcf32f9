import { migrate, portalUrlFor, refuseUnsafeRole, UnsuitableDatabase } from '@/db/migrate'
import { env } from '@/lib/env'
import { codeOf } from './error-code'
import { Refusal, sentences } from './sentences'

/**
 * The address of the restricted role: the operator's own where the owner has one beside it, otherwise made of the owner's.
 * @returns null without DATABASE_URL
 */
export function restrictedUrl(secret: string): string | null {
  const { DATABASE_URL, DATABASE_DIRECT_URL } = env()
  if (!DATABASE_URL || DATABASE_DIRECT_URL) return DATABASE_URL ?? null
  return portalUrlFor(DATABASE_URL, secret)
}

/** What the operator can put right: the way there, TLS, and SQLSTATEs of signing in, of rights and of a full server. */
const OPERATORS =
  /^(ECONN\w+|ENOTFOUND|EAI_\w+|ETIMEDOUT|E(HOST|NET)UNREACH|EPIPE|CONNECT_TIMEOUT|CONNECTION_\w+|SASL_\w+|AUTH_\w+|ERR_(INVALID_URL|TLS\w*|SSL\w*)|\w*(CERT|UNABLE_TO)\w*|28\w{3}|3D000|42501|53\w{3}|57P\w{2})$/

/**
 * Migrates, and makes sure that portal and worker will connect as a role that row-level security holds.
 * @param local the owner's address of our own PostgreSQL, or null for the operator's
 * @throws Refusal
 */
export async function prepareDatabase(
  local: string | null,
  secret: string,
): Promise<{ ownerUrl: string; portalUrl: string }> {
  const { DATABASE_URL, DATABASE_DIRECT_URL } = env()
  const ownerUrl = local ?? DATABASE_DIRECT_URL ?? DATABASE_URL ?? ''
  const given = local || !DATABASE_DIRECT_URL ? undefined : DATABASE_URL
  try {
    const { portalUrl } = await migrate({ ownerUrl, secret, ...(given ? { portalUrl: given } : {}) })
    await refuseUnsafeRole(portalUrl)
    return { ownerUrl, portalUrl }
  } catch (error) {
    throw explained(error)
  }
}

function explained(error: unknown): unknown {
  if (error instanceof UnsuitableDatabase) return new Refusal(error.message)
  const code = codeOf(error)
  if (!code || !OPERATORS.test(code)) return error
  return new Refusal(sentences.databaseUnusable((error instanceof Error && error.message) || code))
}
