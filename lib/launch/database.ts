import { migrate, refuseUnsafeRole } from '@/db/migrate'
import { env } from '@/lib/env'
import { Refusal, sentences } from './sentences'

const UNREACHABLE = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ECONNRESET',
  'CONNECT_TIMEOUT',
  '28P01',
  '28000',
  '3D000',
]

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
  if (!(error instanceof Error)) return error
  if (!('code' in error)) return new Refusal(error.message)
  return UNREACHABLE.includes(String(error.code))
    ? new Refusal(sentences.databaseUnreachable(error.message || String(error.code)))
    : error
}
