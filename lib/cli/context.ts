import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Actor } from '@/lib/connectors/actor'
import { env, provideEnvironment } from '@/lib/env'
import { restrictedUrl } from '@/lib/launch/database'
import { type Running, readRunning } from '@/lib/launch/running'
import { acrossOrganizations } from '@/lib/store/organization'
import { listOrganizations } from '@/lib/store/organizations'
import { refuse } from './answer'

export type Context = { organizationId: string; actor: Actor }

/**
 * Uses the database named by the environment, or that of the start running from the data folder.
 * @throws Refused `database-missing`, `secret-not-set`
 */
export function connectToDatabase(): void {
  const { DATABASE_URL, ENROLLMENT_SECRET, ENROLLMENT_DATA_DIR } = env()
  const running = readRunning(ENROLLMENT_DATA_DIR)
  if (!DATABASE_URL && !running) refuse('database-missing')
  const its = !DATABASE_URL || DATABASE_URL === running?.databaseUrl || DATABASE_URL === running?.ownerUrl
  const secret = ENROLLMENT_SECRET ?? (its ? secretOf(running) : null)
  if (!secret) refuse('secret-not-set')
  const url = its && running ? running.databaseUrl : restrictedUrl(secret)
  provideEnvironment({ DATABASE_URL: url ?? '', ENROLLMENT_SECRET: secret })
}

const secretOf = (running: Running | null): string | null =>
  running?.secretFile ? readFileSync(running.secretFile, 'utf8').trim() : null

/**
 * The organization named by name or id, or the only one there is.
 * @throws Refused `organization-missing`, `organization-unknown`, `organization-ambiguous`
 */
export async function chooseOrganization(wanted: string | undefined): Promise<Context> {
  const all = await acrossOrganizations('command line', tx => listOrganizations(tx))
  const known = all.map(({ name }) => name).join(', ')
  const matching = wanted === undefined ? all : all.filter(({ id, name }) => id === wanted || name === wanted)
  const [organization, another] = matching
  if (all.length === 0) refuse('organization-missing')
  if (!organization) refuse('organization-unknown', { name: wanted ?? '', known })
  if (another) refuse('organization-ambiguous', { known })
  return { organizationId: organization.id, actor: operator() }
}

/** Who types: the operator, by the system's name for them. */
export function operator(): Actor {
  try {
    return { kind: 'operator', id: `command line (${userInfo().username})` }
  } catch {
    return { kind: 'operator', id: 'command line' }
  }
}
