import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { migrate, refuseUnsafeRole } from './migrate'
import { emptyDatabase } from './testing/database'
import { testSecret } from './testing/global-setup'

const opened: postgres.Sql[] = []
const connect = (url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  opened.push(sql)
  return sql
}
afterAll(() => Promise.all(opened.map(sql => sql.end())))

test('migrating twice, and on three servers at once, is the same as once', async () => {
  const ownerUrl = await emptyDatabase()
  await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl, secret: testSecret })))
  await migrate({ ownerUrl, secret: testSecret })
  const applied = await connect(
    ownerUrl,
  )`select hash, count(*)::int as n from drizzle.__drizzle_migrations group by hash`
  expect(applied.length).toBeGreaterThanOrEqual(2)
  expect(applied.every(row => row.n === 1)).toBe(true)
})

test('every table with an organization is under forced row-level security with both policies', async () => {
  const ownerUrl = await emptyDatabase()
  await migrate({ ownerUrl, secret: testSecret })
  const unprotected = await connect(ownerUrl)`
    select c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not (
      c.relrowsecurity and c.relforcerowsecurity
      and 2 = (select count(*) from pg_policies p where p.tablename = c.relname))`
  expect(unprotected.map(row => row.relname)).toEqual([])
})

test('rows below a table under row-level security can only be added, and only for the organization of the transaction', async () => {
  const ownerUrl = await emptyDatabase()
  await migrate({ ownerUrl, secret: testSecret })
  const sql = connect(ownerUrl)
  const partitions = await sql<{ name: string; filled: string; granted: string[]; others: number }[]>`
    select c.relname as name, pg_get_expr(d.adbin, d.adrelid) as filled,
      (select array_agg(distinct p.privilege_type::text) from information_schema.column_privileges p
        where p.table_name = c.relname and p.grantee <> ${ownerOf(ownerUrl)} and p.column_name <> 'organization_id') as granted,
      (select count(*)::int from information_schema.column_privileges p
        where p.table_name = c.relname and p.grantee <> ${ownerOf(ownerUrl)}
          and (p.column_name = 'organization_id' or p.grantee <> 'enrollment_portal')) as others
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p')`
  expect([...partitions]).toEqual([
    {
      name: 'snapshot_objects_rows',
      filled: "(current_setting('enrollment.organization'::text))::uuid",
      granted: ['INSERT'],
      others: 0,
    },
  ])
})

const ownerOf = (url: string) => new URL(url).username

test('the start is refused for a role that could see through row-level security', async () => {
  const ownerUrl = await emptyDatabase()
  const { portalUrl } = await migrate({ ownerUrl, secret: testSecret })
  await expect(refuseUnsafeRole(ownerUrl)).rejects.toThrow('is a superuser')
  await expect(refuseUnsafeRole(portalUrl)).resolves.toBeUndefined()
})

test('the derived address signs in as the restricted role', async () => {
  const ownerUrl = await emptyDatabase()
  const { portalUrl } = await migrate({ ownerUrl, secret: testSecret })
  expect(await connect(portalUrl)`select current_user as name`).toEqual([{ name: 'enrollment_portal' }])
})
