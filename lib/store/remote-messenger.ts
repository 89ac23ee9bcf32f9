import { hash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { MessengerReading, MessengerTest, MessengerTrouble } from '@/db/schema/remote-messenger'
import { remoteMessengers } from '@/db/schema/remote-messenger'
import type { MessengerSettings } from '@/lib/settings/messenger'
import { seal, unseal } from '@/lib/vault/seal'
import type { OrganizationTransaction, Transaction } from './organization'
import type { Due } from './runs-due'

export type { MessengerReading, MessengerTest, MessengerTrouble }
export type RemoteMessengerRow = Omit<typeof remoteMessengers.$inferSelect, 'token'>
type Typed = Omit<MessengerSettings, 'token'>

/** Associated data of the seal: a token opens for the address and the authority that it was typed for. */
const identity = (tx: OrganizationTransaction, { baseUrl, authority }: Pick<Typed, 'baseUrl' | 'authority'>) =>
  `messenger/${tx.organizationId}/${baseUrl}/${authority === null ? 'public' : hash('sha256', authority)}`

const own = (tx: OrganizationTransaction) => eq(remoteMessengers.organizationId, tx.organizationId)

/** The organization's other Messenger; null = its accounts are in our tables alone. */
export async function readRemoteMessenger(tx: OrganizationTransaction): Promise<RemoteMessengerRow | null> {
  const [row] = await tx.select().from(remoteMessengers).where(own(tx))
  if (!row) return null
  const { token: _, ...rest } = row
  return rest
}

/** Address and opened token, for whoever is about to connect. */
export async function openRemoteMessenger(
  tx: OrganizationTransaction,
): Promise<{ baseUrl: string; authority: string | null; token: string } | null> {
  const [row] = await tx.select().from(remoteMessengers).where(own(tx))
  if (!row) return null
  const { baseUrl, authority, token } = row
  return { baseUrl, authority, token: unseal(token, identity(tx, row)) }
}

/**
 * Stores the settings, and has them tested. Where the address is another one, nothing of what was known there counts, and
 * nothing is written before somebody looked at it.
 * @param token a new one; null keeps the stored one, which counts for its own address and authority only
 */
export async function saveRemoteMessenger(
  tx: OrganizationTransaction,
  { token, ...settings }: MessengerSettings,
  isElsewhere: boolean,
): Promise<void> {
  const sealed = token === null ? {} : { token: seal(token, identity(tx, settings)) }
  const values = {
    ...settings,
    ...sealed,
    trouble: null,
    failures: 0,
    pausedUntil: null,
    testDueAt: new Date(),
  }
  if (isElsewhere) await forgetRemoteObjects(tx)
  await tx
    .insert(remoteMessengers)
    .values({ organizationId: tx.organizationId, token: '', ...values })
    .onConflictDoUpdate({
      target: remoteMessengers.organizationId,
      set: {
        ...values,
        revision: sql`${remoteMessengers.revision} + 1`,
        ...(isElsewhere ? { state: 'reading' as const, test: null, reading: null, failingSince: null } : {}),
      },
    })
}

/** Whatever was known of the other side. Accounts that came from there stay, and teams that somebody decided about. */
async function forgetRemoteObjects(tx: OrganizationTransaction): Promise<void> {
  const undecided = sql`select id from teams where organization_id = ${tx.organizationId} and remote_url is not null
    and management = 'found'`
  await tx.execute(
    sql`delete from team_members where organization_id = ${tx.organizationId} and team_id in (${undecided})`,
  )
  await tx.execute(sql`delete from teams where organization_id = ${tx.organizationId} and id in (${undecided})`)
  for (const table of ['remote_objects', 'exported_objects', 'exported_members'])
    await tx.execute(sql`delete from ${sql.identifier(table)} where organization_id = ${tx.organizationId}`)
  await tx.execute(sql`
    delete from outbox where organization_id = ${tx.organizationId} and done_at is null
      and kind in ('scim-account', 'scim-group')`)
}

/** Nothing is read or written there any more, and its token is forgotten. */
export async function deleteRemoteMessenger(tx: OrganizationTransaction): Promise<void> {
  await forgetRemoteObjects(tx)
  await tx.delete(remoteMessengers).where(own(tx))
}

type Patch = Partial<
  Pick<
    RemoteMessengerRow,
    | 'state'
    | 'test'
    | 'testDueAt'
    | 'reading'
    | 'readDueAt'
    | 'hasVersions'
    | 'trouble'
    | 'failures'
    | 'pausedUntil'
    | 'failingSince'
  >
>
export async function updateRemoteMessenger(tx: OrganizationTransaction, patch: Patch): Promise<void> {
  await tx.update(remoteMessengers).set(patch).where(own(tx))
}

/** Leaves it in peace for a while, and notes since when it fails. */
export async function pauseRemoteMessenger(
  tx: OrganizationTransaction,
  pause: Required<Pick<Patch, 'trouble' | 'failures' | 'pausedUntil'>>,
): Promise<void> {
  const failingSince = sql`coalesce(${remoteMessengers.failingSince}, now())`
  await tx
    .update(remoteMessengers)
    .set({ ...pause, failingSince })
    .where(own(tx))
}

/**
 * Claims the other Messenger for one worker, so that nobody speaks to it at the same time; also renews the claim.
 * @returns null when there is none, or somebody else has it
 */
export async function claimRemoteMessenger(
  tx: OrganizationTransaction,
  owner: string,
  leaseSeconds: number,
): Promise<RemoteMessengerRow | null> {
  const claimed = await tx.execute<{ organization_id: string }>(sql`
    update remote_messengers set lease_owner = ${owner}, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where organization_id = ${tx.organizationId}
      and (lease_owner is null or lease_owner = ${owner} or lease_until < clock_timestamp())
    returning organization_id`)
  return claimed.length === 0 ? null : readRemoteMessenger(tx)
}

export async function releaseRemoteMessenger(tx: OrganizationTransaction, owner: string): Promise<void> {
  await tx.execute(sql`
    update remote_messengers set lease_owner = null, lease_until = null
    where organization_id = ${tx.organizationId} and lease_owner = ${owner}`)
}

/** Organizations whose other Messenger is to be tested, read or told something, and which nobody speaks to. */
export async function listDueMessengers(tx: Transaction, limit: number): Promise<Due[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select organization_id as id from remote_messengers m
    where (lease_until is null or lease_until < clock_timestamp())
      and (test_due_at <= clock_timestamp() or ((paused_until is null or paused_until <= clock_timestamp())
        and (read_due_at <= clock_timestamp() or (state = 'exporting' and exists (
          select from outbox o where o.organization_id = m.organization_id and o.done_at is null
            and o.kind in ('scim-account', 'scim-group') and o.next_attempt_at <= clock_timestamp())))))
    limit ${limit}`)
  return rows.map(({ id }) => ({ organizationId: id, id }))
}
