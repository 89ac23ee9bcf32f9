import { createHmac, hash, pbkdf2Sync } from 'node:crypto'
import type { Sql } from 'postgres'

/** Portal and worker sign in with this one: it owns nothing and sees one organization at a time. */
export const portalRole = 'enrollment_portal'
/** No one signs in with this one; `acrossOrganizations` steps into it for the length of a transaction. */
export const acrossRole = 'enrollment_across'

/** The operator's database cannot be used as it is; the message says what to do. */
export class UnsuitableDatabase extends Error {
  override name = 'UnsuitableDatabase'
}

/** The portal role's password, derived so that it need not be kept anywhere. */
export const portalPassword = (secret: string): string =>
  createHmac('sha256', secret).update('enrollment/database/portal-role/1').digest('base64url')

/** The address with which portal and worker connect, made of the owner's. */
export function portalUrlFor(ownerUrl: string, secret: string): string {
  const url = new URL(ownerUrl)
  url.username = portalRole
  url.password = portalPassword(secret)
  return url.toString()
}

/** What PostgreSQL stores of a password (RFC 5803), so that the password itself stands in no statement and no server log. */
export function scramVerifier(password: string, role: string): string {
  const iterations = 4096
  const salt = createHmac('sha256', password).update(role).digest().subarray(0, 16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const key = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = sha256(key('Client Key')).toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`
}

/** The statements a database administrator runs where the owner may not create roles. */
export function roleStatements(secret: string): string[] {
  const verifier = scramVerifier(portalPassword(secret), portalRole)
  return [
    `create role ${portalRole} login noinherit nosuperuser nocreatedb nocreaterole nobypassrls password '${verifier}'`,
    `create role ${acrossRole} nologin nosuperuser nobypassrls`,
    `grant ${acrossRole} to ${portalRole}`,
  ]
}

/**
 * Creates what is missing of the two roles. Roles belong to the whole server, so another database's migration may create
 * them at the same moment; that is no error.
 * @throws UnsuitableDatabase with the SQL for the database administrator when the owner may not create roles
 */
export async function ensureRoles(sql: Sql, secret: string): Promise<void> {
  const present = await sql<{ rolname: string }[]>`
    select rolname from pg_roles where rolname in (${portalRole}, ${acrossRole})`
  const complete = present.length === 2 && (await isGranted(sql))
  if (complete) return
  const [owner] = await sql<{ may: boolean }[]>`
    select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user`
  if (!owner?.may) throw new UnsuitableDatabase(sqlForAdministrator(secret))
  const names = present.map(role => role.rolname)
  const [portal, across, grant] = roleStatements(secret)
  if (!names.includes(portalRole)) await tolerant(sql, portal)
  if (!names.includes(acrossRole)) await tolerant(sql, across)
  await tolerant(sql, grant)
}

async function isGranted(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ granted: boolean }[]>`
    select pg_has_role(${portalRole}, ${acrossRole}, 'MEMBER') as granted`
  return row?.granted ?? false
}

const alreadyThere = new Set(['42710', '23505', 'XX000'])

async function tolerant(sql: Sql, statement: string | undefined): Promise<void> {
  if (!statement) return
  try {
    await sql.unsafe(statement)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && alreadyThere.has(String(error.code)))) throw error
  }
}

const sqlForAdministrator = (secret: string): string =>
  [
    'The database has no roles for Enrollment, and its owner may not create them. Ask your database administrator to run:',
    ...roleStatements(secret).map(statement => `  ${statement};`),
  ].join('\n')

function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer')
}
