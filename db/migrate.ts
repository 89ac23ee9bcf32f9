import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { installQueues } from './queues'
import {
  acrossRole,
  ensureRoles,
  portalPassword,
  portalRole,
  portalUrlFor,
  scramVerifier,
  UnsuitableDatabase,
} from './roles'

export { portalUrlFor, UnsuitableDatabase }

/** Any number that only this lock uses. */
const migrationLock = 7_203_411_905

const oldestServer = 150_000

/**
 * Brings the database to this version, as its owner. Running it twice, or on several servers at once, is the same as once:
 * everything happens in one transaction behind an advisory lock.
 * @param input.portalUrl the operator's own address of the restricted role; without it one is derived from the secret
 * @returns the address with which portal and worker connect
 * @throws UnsuitableDatabase when it is too old, or, with the SQL for the database administrator, when roles are missing
 * and may not be created
 */
export async function migrate(input: {
  ownerUrl: string
  secret: string
  portalUrl?: string
}): Promise<{ portalUrl: string }> {
  const sql = postgres(input.ownerUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await refuseOldServer(sql)
    await ensureRoles(sql, input.secret)
    await sql.begin(async tx => {
      await tx`select pg_advisory_xact_lock(${migrationLock})`
      await applyMissing(tx)
      await installQueues(input.ownerUrl, tx)
    })
    if (input.portalUrl) return { portalUrl: input.portalUrl }
    const portalUrl = portalUrlFor(input.ownerUrl, input.secret)
    if (!(await canConnect(portalUrl))) await renewPassword(sql, input.secret)
    return { portalUrl }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function refuseOldServer(sql: Sql): Promise<void> {
  const [server] = await sql<{ number: number; version: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`
  if (server && server.number < oldestServer)
    throw new UnsuitableDatabase(`The database runs PostgreSQL ${server.version}; Enrollment needs 15 or newer.`)
}

async function applyMissing(tx: TransactionSql): Promise<void> {
  await tx`create schema if not exists drizzle`
  await tx`create table if not exists drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`
  const [last] = await tx<{ at: string }[]>`
    select coalesce(max(created_at), 0) as at from drizzle.__drizzle_migrations`
  for (const migration of readMigrationFiles({ migrationsFolder: migrationsFolder() })) {
    if (migration.folderMillis <= Number(last?.at ?? 0)) continue
    for (const statement of migration.sql) await tx.unsafe(statement)
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at)
      values (${migration.hash}, ${migration.folderMillis})`
  }
}

/** Found upwards from this file, because it runs from its source and from a bundle. */
function migrationsFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'db', 'migrations')
    if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate
    if (folder === dirname(folder)) throw new Error('The folder db/migrations is missing.')
  }
}

async function canConnect(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await sql`select 1`
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') return false
    throw error
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** The role is ours and the secret has changed since it was created. */
async function renewPassword(sql: Sql, secret: string): Promise<void> {
  await sql.unsafe(`alter role ${portalRole} password '${scramVerifier(portalPassword(secret), portalRole)}'`)
}

/**
 * Starting is refused where row-level security would not hold for the role that portal and worker use.
 * @throws UnsuitableDatabase naming what makes the role unsafe
 */
export async function refuseUnsafeRole(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    const [role] = await sql<{ name: string; super: boolean; bypass: boolean; owns: boolean }[]>`
      select current_user as name, r.rolsuper as super,
        exists (select from pg_roles b where b.rolbypassrls and pg_has_role(current_user, b.oid, 'MEMBER')) as bypass,
        exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relkind in ('r', 'p')
            and pg_has_role(current_user, c.relowner, 'MEMBER')) as owns
      from pg_roles r where r.rolname = current_user`
    const because =
      (role?.super && 'is a superuser') ||
      (role?.bypass && 'can bypass row-level security') ||
      (role?.owns && 'owns tables')
    if (because)
      throw new UnsuitableDatabase(
        `The database role "${role?.name}" ${because}, so organizations would not be kept apart. ` +
          `Connect as ${portalRole} (which may step into ${acrossRole}) in DATABASE_URL.`,
      )
  } finally {
    await sql.end({ timeout: 5 })
  }
}
