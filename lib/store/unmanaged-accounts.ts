import { sql } from 'drizzle-orm'
import type { accounts } from '@/db/schema/messenger'
import type { directoryMatches } from '@/db/schema/review'
import type { OrganizationTransaction } from './organization'
import type { DirectoryView, Plan, Review, UnmanagedStatus } from './unmanaged-list'

/** Whom the directory has for an account, with what speaks for it. */
export type DirectoryMatch = Omit<
  typeof directoryMatches.$inferSelect,
  'organizationId' | 'accountId' | 'ownAccountId'
> & {
  connector: string
  /** The address of the account that the person has already. */
  ownAddress: string | null
}

/** An account that nobody manages, as its list shows it. */
export type UnmanagedAccount = {
  id: string
  name: string
  email: string
  status: UnmanagedStatus
  plan: Plan
  origin: (typeof accounts.$inferSelect)['origin']
  review: Review
  directory: DirectoryView
  match: DirectoryMatch | null
  /** The name of another organization that manages the person. */
  managedElsewhere: string | null
  onHold: boolean
  /** Whose invitation it was; null = nobody's, or nobody knows. */
  invitedBy: string | null
  /** Of how many teams they are members. */
  teams: number
  /** When the request that is open was sent. */
  askedAt: Date | null
  lastActiveAt: Date | null
  createdAt: Date
}

type Row = Omit<UnmanagedAccount, 'askedAt' | 'lastActiveAt' | 'createdAt'> & {
  asked_at: string | null
  last_active_at: string | null
  created_at: string
}

/** Those of these accounts that are there, by id. */
export async function readUnmanagedAccounts(
  tx: OrganizationTransaction,
  ids: readonly string[],
): Promise<Map<string, UnmanagedAccount>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<Row>(sql`
    select a.id, coalesce(nullif(a.display_name, ''), a.email_key) as name, a.email_key as email, a.plan, a.origin,
      case when not a.registered then 'not-active' when not a.active then 'deactivated'
        when a.suspended then 'suspended' else 'active' end as status,
      coalesce(a.review, 'not-asked') as review, coalesce(a.directory_match, 'not-compared') as directory,
      a.managed_elsewhere as "managedElsewhere", a.on_hold as "onHold",
      coalesce(i.display_name, i.email_key) as "invitedBy", r.asked_at::text,
      (select count(*)::int from team_members t where t.organization_id = a.organization_id and t.account_id = a.id) as teams,
      a.last_logged_on_at::text as last_active_at,
      a.created_at::text,
      case when m.account_id is not null then jsonb_build_object('rule', m.rule, 'connectorId', m.connector_id,
        'anchor', m.anchor, 'displayName', m.display_name, 'email', m.email, 'unit', m.unit, 'placement', m.placement,
        'excludedBy', m.excluded_by, 'connector', k.name, 'ownAddress', o.email_key) end as match
    from accounts a
    left join accounts i on i.organization_id = a.organization_id and i.id = a.invited_by
    left join management_requests r on r.organization_id = a.organization_id and r.account_id = a.id and r.state = 'open'
    left join directory_matches m on m.organization_id = a.organization_id and m.account_id = a.id
    left join connectors k on k.organization_id = a.organization_id and k.id = m.connector_id
    left join accounts o on o.organization_id = a.organization_id and o.id = m.own_account_id
    where a.organization_id = ${tx.organizationId} and a.id = any(${`{${ids.join(',')}}`}::uuid[])`)
  return new Map(
    rows.map(({ asked_at, last_active_at, created_at, ...row }) => [
      row.id,
      { ...row, askedAt: dateOf(asked_at), lastActiveAt: dateOf(last_active_at), createdAt: new Date(created_at) },
    ]),
  )
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))
