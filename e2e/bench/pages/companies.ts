import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { hashPassword } from '@/lib/access/password'
import { writeBlocks } from '../directory/block-file'
import { forgetOrganizations } from '../runs/accounts'
import { carryRun } from '../runs/measure-round'
import type { RunBench } from '../runs/run-bench'

/** A company whose people are managed, with somebody who can sign in. */
export type Company = { organizationId: string; connectorId: string; runId: string; email: string; password: string }

/** One of those that a directory of this size gives has no address and gets no account. */
const sizeForOne = 2

/** As many people as are measured, and one person, which is what any page costs here and now. */
export async function makeCompanies(bench: RunBench): Promise<{ many: Company; one: Company }> {
  await forgetOrganizations(bench.database)
  const one = await company(bench, sizeForOne, 1)
  // A domain is one organization's alone, and both companies have the same one.
  await bench.database.sql`delete from domains`
  const many = await company(bench, bench.size, bench.size)
  // As autovacuum does it within a minute of a first run.
  await bench.database.sql`vacuum analyze`
  return { many, one }
}

/** @param beside how many people it has whom nobody manages, and how many lists */
async function company(bench: RunBench, size: number, beside: number): Promise<Company> {
  const ids = { organizationId: randomUUID(), connectorId: randomUUID() }
  const blocks = `${bench.folder}/blocks-pages-${size}`
  await writeBlocks(blocks, size, 0)
  const carry = (step: string, runId?: unknown) => carryRun(bench, 'restricted', { step, blocks, runId, ...ids })
  const preview = await carry('preview')
  const first = await carry('approved', preview.facts.runId)
  const signIn = { email: `pages-${size}@bench.example`, password: 'correct horse battery' }
  await bench.database.sql`
    insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${ids.organizationId}, ${randomUUID()}, ${signIn.email}, 'Ada Byron', 'primary-master-admin',
      ${await hashPassword(signIn.password)})`
  await addUnmanaged(bench.database.sql, ids.organizationId, beside)
  await addLists(bench.database.sql, ids.organizationId, beside)
  return { ...ids, ...signIn, runId: String(first.facts.runId) }
}

/** People of every kind whom nobody manages, in a domain of this company. */
async function addUnmanaged(sql: Sql, organizationId: string, people: number): Promise<void> {
  const domain = `of-${people}.example`
  await sql`insert into domains (organization_id, name, verified_by, verified_at)
    values (${organizationId}, ${domain}, 'operator', now())`
  await sql`insert into accounts (organization_id, id, attributes, email_key, email_verified, plan, registered, directory_match,
      review, last_logged_on_at)
    select ${organizationId}, gen_random_uuid(), jsonb_build_object('displayName', 'Person ' || md5(n::text), 'email', email), email,
      true, (array['free', 'premium', 'premium-subscription'])[1 + n % 3], n % 11 > 0,
      (array['in-scope', 'out-of-scope', 'not-found', 'look-alike', null])[1 + n % 5],
      (array['asked', 'declined', null, null])[1 + n % 4], now() - n % 400 * interval '1 day'
    from (select n, 'p' || n || '@' || ${domain}::text as email from generate_series(1, ${people}::int) n) people`
}

/** Lists with up to three members each. */
async function addLists(sql: Sql, organizationId: string, lists: number): Promise<void> {
  await sql`insert into groups (organization_id, id, kind, name, address, description, source)
    select ${organizationId}, gen_random_uuid(), 'list', 'List ' || md5(n::text), 'list' || n || '@of-' || ${lists}::int || '.example',
      'Everybody who has to do with ' || md5((n / 7)::text), (array['local', 'directory', 'system'])[1 + n % 3]
    from generate_series(1, ${lists}::int) n`
  await sql`insert into group_members (organization_id, group_id, account_id, source)
    select g.organization_id, g.id, member.id, 'local' from groups g cross join lateral (
      select a.id from accounts a where a.organization_id = g.organization_id and a.id > g.id order by a.id limit 3) member
    where g.organization_id = ${organizationId} and g.kind = 'list'`
  await sql`insert into effective_members (organization_id, group_id, account_id)
    select organization_id, group_id, account_id from group_members where organization_id = ${organizationId}`
}
