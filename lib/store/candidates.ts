import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinRule } from '@/lib/settings/joining'
import type { CandidateFacts } from '@/lib/sync/facts'
import { accountJson, type StoredAccount, toAccountFacts } from './accounts-facts'

/** A candidate as `candidateTables` delivers it. */
export type StoredCandidate = StoredAccount & Omit<CandidateFacts, keyof StoredAccount | 'shield'>

type Comparison = {
  organizationId: string
  runId: string
  connectorId: string
  acting: string | null
  rules: readonly JoinRule[]
  /** Everybody of the run, or at least those who have no link, as a table. */
  people: SQL
}

/**
 * Which accounts each person of the table `asked` may be, or finds in the way: the table `candidate (anchor, candidates)`, with
 * those it is made of. Bytes are compared, as TypeScript wrote them.
 */
export function candidateTables(comparison: Comparison): SQL {
  const { organizationId, runId, connectorId, acting, people } = comparison
  return sql`stranger as materialized (
    select p.anchor, p.email_key, p.user_name_key, nullif(p.attributes ->> 'employeeNumber', '') as employee_number
    from ${people} p
    where p.organization_id = ${organizationId} and p.run_id = ${runId} and p.placement = 'in'
      and p.status in ('enabled', 'unknown') and not exists (select from joins j
        where j.organization_id = ${organizationId} and j.connector_id = ${connectorId} and j.anchor = p.anchor)
  ), claim as materialized (${claims(comparison)}
  ), rival as (
    select account_id, count(distinct anchor)::int as claimants from claim group by account_id
  ), met as (
    select anchor, account_id, array_agg(rule) as rules from claim group by anchor, account_id
    union all
    select p.anchor, a.id, array['verified-mail'] from asked p
    join accounts a on a.organization_id = ${organizationId} and a.email_key = p.email_key
    left join joins j on j.organization_id = ${organizationId} and j.connector_id = ${connectorId} and j.anchor = p.anchor
    left join stranger s on s.anchor = p.anchor
    where a.id is distinct from j.account_id and s.anchor is null
  ), candidate as (
    select met.anchor, jsonb_agg(${accountJson('c', connectorId, acting)} || jsonb_build_object(
      'rules', met.rules, 'claimants', coalesce(rival.claimants, 0), 'joinedAnchor', owner.anchor,
      'ownerPresent', present.anchor is not null,
      'domainVerified', exists (select from domains d where d.organization_id = c.organization_id
        and d.name = split_part(c.email_key, '@', 2) and d.verified_by is not null),
      'formerPerson', exists (select from audit_entries e where e.organization_id = c.organization_id
        and e.target_kind = 'account' and e.target_id = c.id::text and e.event in ('account.added', 'account.linked')
        and e.details::jsonb ->> 'anchor' is distinct from met.anchor::text),
      'apart', case when c.review in ('asked', 'declined', 'left-apart') then c.review end) order by c.id) as candidates
    from met join accounts c on c.organization_id = ${organizationId} and c.id = met.account_id
    left join rival on rival.account_id = met.account_id
    left join joins owner on owner.organization_id = ${organizationId} and owner.account_id = met.account_id
    left join mapped_people present on present.organization_id = ${organizationId} and present.run_id = ${runId}
      and present.anchor = owner.anchor and owner.connector_id = ${connectorId} and present.placement = 'in'
      and present.status in ('enabled', 'unknown')
    group by met.anchor
  )`
}

/** Each rule's pairs of a person without an account and an account; whoever has the address is always among them. */
function claims({ organizationId, connectorId, rules }: Comparison): SQL {
  const byValue: Partial<Record<JoinRule, SQL>> = {
    'employee-id': sql`a.employee_number = s.employee_number`,
    'user-name': sql`a.email_key = s.user_name_key`,
  }
  const found = rules.flatMap(rule => {
    const same = byValue[rule]
    return same
      ? sql` union all select s.anchor, a.id, ${rule}::text from stranger s
          join accounts a on a.organization_id = ${organizationId} and ${same}`
      : []
  })
  return sql`
    select s.anchor, a.id as account_id, 'verified-mail' as rule from stranger s
    join accounts a on a.organization_id = ${organizationId} and a.email_key = s.email_key${sql.join(found)}
    union all select s.anchor, o.account_id, 'object-guid' from stranger s
    join joins o on o.organization_id = ${organizationId} and o.anchor = s.anchor and o.connector_id <> ${connectorId}`
}

export function toCandidate(stored: StoredCandidate): CandidateFacts {
  const { rules, claimants, joinedAnchor, ownerPresent, domainVerified, formerPerson, apart } = stored
  // Several tables met in any order, and what is kept of a decision is compared.
  const sorted = [...rules].sort()
  return {
    ...toAccountFacts(stored),
    ...{ rules: sorted, claimants, ownerPresent, domainVerified, formerPerson, apart },
    joinedAnchor: joinedAnchor as Anchor | null,
  }
}
