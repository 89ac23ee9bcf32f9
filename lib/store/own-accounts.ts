import { type SQL, sql } from 'drizzle-orm'
import type { AccountAttributes } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'

/** An account of ours as another Messenger may see it. */
export type OwnAccount = {
  id: string
  /** Another one after each change of the row. */
  version: string
  /** Its id in the other Messenger. */
  externalId: string | null
  /** The manager's account. */
  manager: string | null
  attributes: AccountAttributes
  active: boolean
  suspended: boolean
  blockedBecause: string | null
  createdAt: Date
  updatedAt: Date
}

/** The next accounts by id. */
export const pageOfOwnAccounts = (tx: OrganizationTransaction, after: string | null, limit: number) =>
  readThese(tx, after === null ? sql`true` : sql`a.id > ${after}::uuid`, limit)

export const readOwnAccounts = (tx: OrganizationTransaction, ids: readonly string[]) =>
  readThese(tx, sql`a.id = any(${`{${ids.join()}}`}::uuid[])`, ids.length)

/** Those with a canonical address, or with an id of the other Messenger; at most one has it. */
export const findOwnAccounts = (tx: OrganizationTransaction, field: 'externalId' | 'userName', value: string) =>
  readThese(tx, field === 'userName' ? sql`a.email_key = ${value}` : sql`e.remote_id = ${value}`, 2)

async function readThese(tx: OrganizationTransaction, which: SQL, limit: number): Promise<OwnAccount[]> {
  const rows = await tx.execute<
    Omit<OwnAccount, 'createdAt' | 'updatedAt'> & { createdAt: string; updatedAt: string }
  >(sql`
    select a.id, a.xmin::text as version, e.remote_id as "externalId", a.attributes, a.active, a.suspended,
      a.blocked_because as "blockedBecause", a.created_at as "createdAt", a.updated_at as "updatedAt",
      (select j.account_id from joins j where j.organization_id = a.organization_id and j.connector_id = a.connector_id
         and j.anchor = (a.attributes ->> 'manager')::uuid) as manager
    from accounts a
    left join exported_objects e on e.organization_id = a.organization_id and e.kind = 'account' and e.object_id = a.id
    where a.organization_id = ${tx.organizationId} and ${which} order by a.id limit ${limit}`)
  return rows.map(row => ({
    ...row,
    attributes: { ...noAttributes, ...row.attributes },
    createdAt: new Date(row.createdAt),
    updatedAt: new Date(row.updatedAt),
  }))
}

/**
 * The end of a statement whose `fresh` has accounts of another Messenger (`new_id`, `remote_id`, `address`, `attributes`,
 * `values`): they become accounts that nobody manages, known by their ids there.
 */
export const takingOverFresh = (tx: OrganizationTransaction, verified: boolean): SQL => sql`made as (
    insert into accounts (organization_id, id, attributes, email_key, email_verified, blocked_by_admin)
    select ${tx.organizationId}::uuid, new_id, ${JSON.stringify(noAttributes)}::text::jsonb || attributes, address, ${verified},
      ${isActive(sql`values`)} = 'false'
    from fresh
  )
  insert into exported_objects (organization_id, kind, object_id, remote_id, state, settled)
  select ${tx.organizationId}::uuid, 'account', new_id, remote_id, 'known', values from fresh where remote_id is not null
  returning 1`

/** Who does not say whether they are active is (RFC 7643 §4.1.1). */
export const isActive = (values: SQL): SQL => sql`coalesce(${values} ->> 'active', 'true')`

export type TakenOver = {
  id: string
  remoteId: string | null
  /** Canonical. */
  address: string
  attributes: Partial<AccountAttributes>
  values: Record<string, string | boolean>
}

/** Takes one account over. @throws what PostgreSQL says when its address or its id there is another one's */
export async function takeOver(tx: OrganizationTransaction, account: TakenOver, verified: boolean): Promise<void> {
  const { id, remoteId, address, attributes, values } = account
  await tx.execute(sql`
    with fresh as (
      select ${id}::uuid as new_id, ${remoteId}::text as remote_id, ${address}::text as address,
        ${JSON.stringify(attributes)}::text::jsonb as attributes, ${JSON.stringify(values)}::text::jsonb as values
    ), ${takingOverFresh(tx, verified)}`)
}

export type OwnChange = { attributes: Partial<AccountAttributes>; address: string | null; active: boolean | null }

/**
 * Changes an account that nobody manages: managed ones are written by runs and administrators alone.
 * @param version null = whatever it is now
 */
export async function changeOwnAccount(
  tx: OrganizationTransaction,
  { id, version }: { id: string; version: string | null },
  { attributes, address, active }: OwnChange,
): Promise<'changed' | 'gone' | 'managed' | 'changed-meanwhile'> {
  const [row] = await tx.execute<{ mine: boolean; same: boolean }>(sql`
    select not managed and role = 'member' as mine, ${version}::text is null or xmin::text = ${version} as same
    from accounts where organization_id = ${tx.organizationId} and id = ${id} for update`)
  if (!row) return 'gone'
  if (!row.mine) return 'managed'
  if (!row.same) return 'changed-meanwhile'
  await tx.execute(sql`
    update accounts set updated_at = now(), attributes = attributes || ${JSON.stringify(attributes)}::text::jsonb,
      email_key = coalesce(${address}, email_key), blocked_by_admin = coalesce(not ${active}::boolean, blocked_by_admin)
    where organization_id = ${tx.organizationId} and id = ${id}`)
  return 'changed'
}
