import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntries, domains, organizations } from '@/db/schema'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { recordAudit, recordAudits } from '@/lib/audit/record'
import { listDomains, verifiedDomains, verifyDomain } from './domains'
import { acrossOrganizations, inOrganization } from './organization'
import { createOrganization, listOrganizations, readOrganization } from './organizations'

let database: TestDatabase
let portal: postgres.Sql
let owner: postgres.Sql
const [a, b] = [randomUUID(), randomUUID()]
const event = {
  actor: { kind: 'system', id: 'test' },
  event: 'thing.done',
  target: { kind: 'thing', id: '1' },
} as const

beforeAll(async () => {
  database = await testDatabase()
  portal = postgres(database.url, { max: 1, onnotice: () => {} })
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  for (const [id, name] of [
    [a, 'a'],
    [b, 'b'],
  ] as const) {
    await acrossOrganizations('test', across => createOrganization(across, { id, name }))
    await inOrganization(id, async tx => {
      await verifyDomain(tx, `${name}.example`, 'dns')
      await recordAudit(tx, event)
    })
  }
})
afterAll(async () => {
  await Promise.all([portal.end(), owner.end()])
  await database.drop()
})

/** PostgreSQL's own code, which stands below drizzle's error. */
const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'accepted'
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return String((cause as { code?: string }).code)
  }
}
const insufficientPrivilege = '42501'

test('an organization sees its own rows only, even where a query forgets to ask', async () => {
  await inOrganization(a, async tx => {
    expect((await tx.select().from(domains)).map(row => row.name)).toEqual(['a.example'])
    expect((await tx.select().from(organizations)).map(row => row.id)).toEqual([a])
    expect(await tx.select().from(auditEntries)).toHaveLength(1)
    expect((await readOrganization(tx))?.name).toBe('a')
  })
})

test('an organization cannot change, remove or add rows of another', async () => {
  await inOrganization(a, async tx => {
    await tx.update(domains).set({ verifiedBy: null }).where(eq(domains.organizationId, b))
    await tx.delete(domains).where(eq(domains.organizationId, b))
    await tx.update(organizations).set({ name: 'taken over' }).where(eq(organizations.id, b))
  })
  expect(await inOrganization(b, verifiedDomains)).toEqual(['b.example'])
  expect((await inOrganization(b, readOrganization))?.name).toBe('b')
  const smuggle = inOrganization(a, tx => tx.insert(domains).values({ organizationId: b, name: 'x.example' }))
  expect(await refusal(smuggle)).toBe(insufficientPrivilege)
  const move = inOrganization(a, tx => tx.update(domains).set({ organizationId: b }))
  expect(await refusal(move)).toBe(insufficientPrivilege)
})

test('every table that belongs to organizations answers an error to a statement outside of one, even when it is empty', async () => {
  const tables = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`
  expect(tables.length).toBeGreaterThan(12)
  for (const { name } of [...tables, { name: 'organizations' }])
    expect(await refusal(portal.unsafe(`select 1 from "${name}" where true`)), name).toMatch(/^(42704|22P02)$/)
})

/** The rows of snapshots, to which COPY adds without row-level security. */
const objectColumns = 'anchor, kind, scope, dn, dn_key, usn_changed, attributes'
const objectValues = (dn: string) => `gen_random_uuid(), 'person', 0, '${dn}', '', 1, '{}'`

test('what is added beside row-level security belongs to the organization of the transaction, and no other can be named', async () => {
  const [run, add] = [randomUUID(), `insert into snapshot_objects_rows (${objectColumns})`]
  const staging = (id: string, statement: string) =>
    inOrganization(id, async tx => {
      await tx.execute(sql`select set_config('enrollment.run', ${run}, true), set_config('enrollment.part', '1', true)`)
      await tx.execute(sql.raw(statement))
    })
  await staging(a, `${add} values (${objectValues('CN=a')})`)
  await staging(b, `${add} values (${objectValues('CN=b')})`)
  const added = await owner`select organization_id as of, dn from snapshot_objects where run_id = ${run} order by dn`
  expect([...added]).toEqual([
    { of: a, dn: 'CN=a' },
    { of: b, dn: 'CN=b' },
  ])
  const seen = await inOrganization(a, tx => tx.execute<{ dn: string }>(sql`select dn from snapshot_objects`))
  expect([...seen]).toEqual([{ dn: 'CN=a' }])
  for (const statement of [
    `insert into snapshot_objects_rows (organization_id, ${objectColumns}) values ('${b}', ${objectValues('CN=x')})`,
    `insert into snapshot_objects (organization_id, run_id, part, ${objectColumns})
      values ('${b}', '${run}', 1, ${objectValues('CN=x')})`,
    `${add} values (${objectValues('CN=x')}) returning organization_id`,
    'select dn from snapshot_objects_rows',
    `update snapshot_objects_rows set organization_id = '${a}'`,
    'delete from snapshot_objects_rows',
    'truncate snapshot_objects_rows',
    'truncate snapshot_objects',
  ])
    expect(await refusal(staging(a, statement)), statement).toBe(insufficientPrivilege)
  const across = acrossOrganizations('test', tx => tx.execute(sql`select dn from snapshot_objects_rows`))
  expect(await refusal(across)).toBe(insufficientPrivilege)
})

test('nothing is added beside row-level security outside of an organization', async () => {
  const add = `insert into snapshot_objects_rows (${objectColumns}) values (${objectValues('CN=x')})`
  expect(await refusal(portal.unsafe(add))).toMatch(/^(42704|22P02)$/)
})

test('a connection that served an organization remembers nothing of it', async () => {
  await Promise.all(Array.from({ length: 20 }, () => inOrganization(a, verifiedDomains)))
  const remembered = await Promise.all(
    Array.from({ length: 20 }, () =>
      acrossOrganizations('test', tx =>
        tx.execute<{ it: string }>(
          sql`select coalesce(current_setting('enrollment.organization', true), '') as it, pg_sleep(0.01)`,
        ),
      ),
    ),
  )
  expect(new Set(remembered.map(rows => rows[0]?.it))).toEqual(new Set(['']))
  const one = postgres(database.url, { max: 1, onnotice: () => {} })
  await one`select set_config('enrollment.organization', '', false)`
  expect(await refusal(one`select name from domains`)).toBe('22P02')
  await one.end()
})

test('interleaved transactions of two organizations never mix', async () => {
  const reads = Array.from({ length: 60 }, (_, n) => {
    const [id, name] = n % 2 ? [a, 'a.example'] : [b, 'b.example']
    return inOrganization(id, async tx => {
      await tx.execute(sql`select pg_sleep(${(n % 5) / 500})`)
      expect((await listDomains(tx)).map(domain => domain.name)).toEqual([name])
    })
  })
  await Promise.all(reads)
})

test('the record can be added to and read, and never changed or removed', async () => {
  for (const statement of [
    'update audit_entries set event = $$x$$',
    'delete from audit_entries',
    'truncate audit_entries',
  ])
    expect(await refusal(inOrganization(a, tx => tx.execute(sql.raw(statement)))), statement).toBe(
      insufficientPrivilege,
    )
  for (const statement of ['update audit_entries set event = $$x$$', 'delete from audit_entries'])
    expect(await refusal(acrossOrganizations('test', tx => tx.execute(sql.raw(statement)))), statement).toBe(
      insufficientPrivilege,
    )
})

test('ten thousand events are recorded in one go', async () => {
  const events = Array.from({ length: 10_001 }, () => event)
  await expect(
    inOrganization(b, async tx => {
      await recordAudits(tx, events)
      const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from audit_entries`)
      expect(row?.n).toBe(10_002)
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
})

test('the restricted role cannot switch row-level security off, become the owner or create anything', async () => {
  for (const statement of [
    'alter table domains disable row level security',
    'alter table domains no force row level security',
    'drop policy tenancy on domains',
    'create policy open on domains using (true)',
    'set role owner',
    'alter role enrollment_portal bypassrls',
    'create table public.mine (x int)',
    'drop table domains',
    'select * from setup_links',
    'select * from sign_in_attempts',
    'insert into organizations (id, name) values (gen_random_uuid(), $$x$$)',
  ])
    expect(await refusal(portal.unsafe(statement)), statement).toMatch(/^(42501|42P17|42704)$/)
  await portal`set row_security = off`
  expect(await refusal(portal`select * from domains`)).toBe(insufficientPrivilege)
  await portal`reset row_security`
})

test('work across organizations sees all of them, and does only what it is for', async () => {
  const across = <T>(statement: string) => acrossOrganizations<T>('test', tx => tx.execute(sql.raw(statement)) as never)
  expect((await acrossOrganizations('test', listOrganizations)).map(row => row.name)).toEqual(['a', 'b'])
  for (const statement of [
    'select * from secrets',
    'update organizations set name = $$x$$',
    'delete from domains',
    'update accounts set blocked_by_admin = true',
    'delete from runs',
    'update administrators set password_hash = $$x$$',
  ])
    expect(await refusal(across(statement)), statement).toBe(insufficientPrivilege)
})

test('the role for work across organizations ends with its transaction', async () => {
  const roles = await acrossOrganizations('test', tx => tx.execute<{ name: string }>(sql`select current_user as name`))
  expect(roles[0]?.name).toBe('enrollment_across')
  const after = await inOrganization(a, tx => tx.execute<{ name: string }>(sql`select current_user as name`))
  expect(after[0]?.name).toBe('enrollment_portal')
})

test('a domain is believed for one organization only, and the refused transaction goes on', async () => {
  await inOrganization(a, async tx => {
    expect(await verifyDomain(tx, 'B.EXAMPLE', 'operator')).toMatchObject({
      faults: [{ code: 'domain-verified-elsewhere' }],
    })
    expect(await verifyDomain(tx, 'bücher.example', 'operator')).toEqual({
      ok: true,
      value: { name: 'xn--bcher-kva.example' },
    })
    expect(await verifiedDomains(tx)).toEqual(['a.example', 'xn--bcher-kva.example'])
  })
})

test('verifying again keeps who and when was first', async () => {
  const read = () => inOrganization(a, async tx => (await listDomains(tx)).find(domain => domain.name === 'a.example'))
  const before = await read()
  await inOrganization(a, tx => verifyDomain(tx, 'a.example', 'operator'))
  expect(await read()).toEqual(before)
})

test('a statement that failed is shown by a console with its text and the code, and with nothing that it was asked with', async () => {
  const value = 'ada@a.example'
  const failed = await inOrganization(a, tx => tx.execute(sql`select ${value}::uuid`)).catch((error: unknown) => error)
  const shown = inspect(failed)
  expect(shown).toContain('select $1::uuid')
  expect(shown).toContain('22P02')
  expect(shown).not.toContain(value)
})
