import type { DatabaseServer } from '../database-server'
import { measureProgram } from '../measure'

/** Empties every table that belongs to organizations, as its owner. */
export async function forgetOrganizations({ sql }: DatabaseServer): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`
  const names = ['organizations', ...tables.map(({ name }) => name)].filter(name => name !== bareTable)
  await sql.unsafe(`truncate ${names.join(', ')}`)
  await sql`checkpoint`
}

/** Accounts with all their keys and indexes, for whoever writes them without us. */
export const bareTable = 'bare_accounts'

export async function makeBareTable({ sql }: DatabaseServer): Promise<void> {
  await sql.unsafe(`drop table if exists ${bareTable}`)
  await sql.unsafe(`create table ${bareTable} (like accounts including all)`)
  await sql`checkpoint`
}

/** The accounts of a run that was carried out, one as JSON in each line. */
export async function writeAccounts({ ownerUrl }: DatabaseServer, file: string): Promise<void> {
  const columns = 'id, organization_id, connector_id, email_key, attributes'
  // The text after quoting is JSON again: in CSV with these two characters nothing is quoted.
  const format = `(format csv, quote e'\\x01', delimiter e'\\x02')`
  const rows = `select to_jsonb(a) from (select ${columns} from accounts) a`
  await measureProgram('psql', [
    ...['--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1', ownerUrl],
    ...['-c', `\\copy (${rows}) to '${file}' with ${format}`],
  ])
}
