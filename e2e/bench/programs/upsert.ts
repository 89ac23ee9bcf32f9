import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import postgres from 'postgres'
import { task, tell, timed } from './own'

/**
 * What anybody would need who has the finished accounts and writes them: INSERT … ON CONFLICT of whole batches, in one
 * transaction. Each line of the file is an account as JSON.
 */
const { url, file, table, batch } = task<{ url: string; file: string; table: string; batch: number }>()

const sql = postgres(url, { max: 1, onnotice: () => {} })
const seconds = await timed(() => sql.begin(upsertAll).then(() => {}))
await sql.end()
tell({ seconds })

type Account = { id: string; organization_id: string; connector_id: string; email_key: string; attributes: unknown }

async function upsertAll(tx: postgres.TransactionSql): Promise<void> {
  let accounts: Account[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    accounts.push(JSON.parse(line))
    if (accounts.length < batch) continue
    await upsert(tx, accounts)
    accounts = []
  }
  if (accounts.length > 0) await upsert(tx, accounts)
}

async function upsert(tx: postgres.TransactionSql, accounts: readonly Account[]): Promise<void> {
  const column = (name: keyof Account) => accounts.map(one => String(one[name]))
  const attributes = accounts.map(one => JSON.stringify(one.attributes))
  await tx`
    insert into ${tx(table)} (organization_id, id, connector_id, email_key, attributes, email_verified)
    select *, true from unnest(${column('organization_id')}::uuid[], ${column('id')}::uuid[],
      ${column('connector_id')}::uuid[], ${column('email_key')}::text[], ${attributes}::text[]::jsonb[])
    on conflict (organization_id, email_key) do update set attributes = excluded.attributes,
      connector_id = excluded.connector_id, updated_at = now()`
}
