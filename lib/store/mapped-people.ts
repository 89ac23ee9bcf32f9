import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinRule } from '@/lib/settings/joining'
import { accountKindOf } from '@/lib/sync/account-kind'
import type { JoinedAccount, PersonFacts } from '@/lib/sync/facts'
import type { MappedPerson } from '@/lib/sync/map-person'
import type { PhotoFact } from '@/lib/sync/photo'
import type { Placement } from '@/lib/sync/place-person'
import {
  accountJson,
  actingAddress,
  type StoredAccount,
  type StoredJoin,
  toAccountFacts,
  toJoinFacts,
} from './accounts-facts'
import { candidateTables, type StoredCandidate, toCandidate } from './candidates'
import type { OrganizationTransaction } from './organization'
import { managerTable, noteOutsideManagers } from './outside-managers'
import { isNotSetApart } from './people-at-rest'
import { rowArrays } from './row-arrays'
import { tryOut } from './savepoint'
import { eachPageOf } from './whole-run'

/** The first pass's row: a mapped person and where it stands. */
export type PlacedPerson = {
  person: MappedPerson
  placement: Placement
  excludedBy: string | null
  list: string | null
  managerDnKey: string | null
  /** The FILETIME at which the same person is mapped otherwise; null = at no time. */
  expires: bigint | null
  parent: Anchor | null
  unit: string | null
}

export async function deleteMappedPeople(tx: OrganizationTransaction, runId: string): Promise<void> {
  await noteMapped(tx, runId, null)
  await tx.execute(sql`delete from mapped_people where organization_id = ${tx.organizationId} and run_id = ${runId}`)
}

/** Stores a page of the first pass. */
export async function insertMappedPeople(
  tx: OrganizationTransaction,
  runId: string,
  people: readonly PlacedPerson[],
): Promise<void> {
  if (people.length === 0) return
  const rows = people.map(({ person, placement, excludedBy, list, managerDnKey, expires, parent, unit }) => ({
    anchor: person.anchor,
    placement,
    excluded_by: excludedBy,
    list,
    email_key: person.emailKey,
    user_name_key: person.userNameKey,
    status: person.status,
    attributes: person.attributes,
    manager_dn_key: managerDnKey,
    expires,
    problems: person.problems,
    parent,
    unit,
  }))
  await tx.execute(sql`
    insert into mapped_people (organization_id, run_id, anchor, placement, excluded_by, list, email_key, user_name_key, status,
      attributes, manager_dn_key, expires, problems, parent, unit)
    select ${tx.organizationId}::uuid, ${runId}::uuid, anchor, placement, excluded_by, list, email_key, user_name_key, status,
      attributes, manager_dn_key, expires, problems, parent, unit
    from ${rowArrays(rows, {
      ...{
        anchor: 'uuid',
        placement: 'text',
        excluded_by: 'text',
        list: 'text',
        email_key: 'text',
        user_name_key: 'text',
        status: 'text',
      },
      ...{ attributes: 'jsonb', manager_dn_key: 'text', expires: 'bigint', problems: 'jsonb' },
      ...{ parent: 'uuid', unit: 'text' },
    })}`)
}

/** The first pass is over: everybody is mapped. @param fingerprint of all that decided how; null = nobody may go by it */
export async function noteMapped(
  tx: OrganizationTransaction,
  runId: string,
  fingerprint: string | null,
): Promise<void> {
  await tx.execute(sql`
    update snapshots set mapped_with = ${fingerprint} where organization_id = ${tx.organizationId} and run_id = ${runId}`)
}

/** How many people were mapped, which must be as many as were read. */
export async function countMappedPeople(tx: OrganizationTransaction, runId: string): Promise<number> {
  const [row] = await tx.execute<{ people: number }>(sql`
    select count(*)::int as people from mapped_people
    where organization_id = ${tx.organizationId} and run_id = ${runId}`)
  return row?.people ?? 0
}

/** Everything that decides about a person beside the settings, which the caller has. */
export type StoredPersonFacts = Omit<
  PersonFacts,
  'leaving' | 'policies' | 'rules' | 'decision' | 'addressFreed' | 'exclusionReason'
>
type FactsRow = {
  anchor: Anchor
  placement: Placement
  excluded_by: string | null
  list: string | null
  email_key: string | null
  status: MappedPerson['status']
  attributes: MappedPerson['attributes']
  manager_dn_key: string | null
  problems: MappedPerson['problems']
  parent: Anchor | null
  unit: string | null
  others: number
  example: string | null
  manager: Anchor | null
  photo: PhotoFact | null
  join_facts: StoredJoin | null
  account: StoredAccount | null
  user_name_key: string | null
  candidates: StoredCandidate[] | null
}
export type FactsRequest = {
  runId: string
  connectorId: string
  actingFor: string
  /** The rules that find accounts for whoever has none. */
  rules: readonly JoinRule[]
  /** Only these people; absent = everybody. */
  anchors?: readonly Anchor[]
  /** Without whom this transaction has set apart (`setRestingApart`). */
  others?: boolean
}

/**
 * The second pass: one set statement compares the canonical bytes that the first pass wrote, and its answer comes in
 * pages. Nothing here folds case or applies a collation, and at most one account of the organization holds an address.
 */
export async function eachPersonFacts(
  tx: OrganizationTransaction,
  request: FactsRequest & { pageSize: number },
  take: (facts: StoredPersonFacts[]) => Promise<void>,
): Promise<void> {
  const acting = await actingAddress(tx, request.actingFor)
  const statement = factsStatement(tx.organizationId, { ...request, acting })
  await eachPageOf<FactsRow>(tx, statement, request.pageSize, rows => take(rows.map(toPersonFacts)))
}

/** The same about one person, as things stand now; null when this run read no such person, or keeps it no longer. */
export async function readPersonFacts(
  tx: OrganizationTransaction,
  request: FactsRequest,
  anchor: Anchor,
): Promise<StoredPersonFacts | null> {
  const acting = await actingAddress(tx, request.actingFor)
  const statement = factsStatement(tx.organizationId, { ...request, acting, anchors: [anchor] })
  const [row] = await tx.execute<FactsRow>(statement)
  return row ? toPersonFacts(row) : null
}

/**
 * What would be known of this person if the run had read them just now. The row is put in the place of what was read, the
 * second pass looks at it, and everything is undone.
 * @param manager who stands under the manager's DN, where the read does not know
 */
export function tryPersonFacts(
  tx: OrganizationTransaction,
  request: FactsRequest,
  placed: PlacedPerson,
  manager: Anchor | null,
): Promise<StoredPersonFacts | null> {
  const { anchor } = placed.person
  const { managerDnKey: dnKey } = placed
  return tryOut(tx, async inner => {
    await inner.execute(sql`
      delete from mapped_people
      where organization_id = ${tx.organizationId} and run_id = ${request.runId} and anchor = ${anchor}`)
    await insertMappedPeople(inner, request.runId, [placed])
    if (manager && dnKey) await noteOutsideManagers(inner, request.runId, [{ dnKey, anchor: manager }])
    return readPersonFacts(inner, request, anchor)
  })
}

/** Where whoever is at rest was set apart, those who have no link are all among the others. */
const factsStatement = (
  organizationId: string,
  { runId, connectorId, acting, anchors, others, rules }: FactsRequest & { acting: string | null },
) => sql`
  with asked as ${anchors || others ? sql`materialized` : sql`not materialized`} (
    select p.* from mapped_people p where p.organization_id = ${organizationId} and p.run_id = ${runId}
      ${anchors ? sql`and p.anchor = any(${`{${anchors.join(',')}}`}::uuid[])` : sql``}
      ${others ? sql`and ${isNotSetApart}` : sql``}
  ), same as (
    select email_key, count(*)::int as people, min(attributes ->> 'displayName') as first,
      max(attributes ->> 'displayName') as last
    from mapped_people where organization_id = ${organizationId} and run_id = ${runId} and placement = 'in'
      and email_key in (select email_key from asked)
    group by email_key
  ), ${managerTable({ organizationId, runId }, sql`asked`)}, ${candidateTables({ organizationId, runId, connectorId, acting, rules, people: others ? sql`asked` : sql`mapped_people` })}
  select p.anchor, p.placement, p.excluded_by, p.list, p.email_key, p.user_name_key, p.status, p.attributes, p.manager_dn_key, p.problems,
    p.parent, p.unit, candidate.candidates,
    coalesce(same.people - case when p.placement = 'in' then 1 else 0 end, 0) as others,
    case when same.first = p.attributes ->> 'displayName' then same.last else same.first end as example,
    coalesce(boss.anchor, p.outside_manager) as manager, p.photo,
    case when j.anchor is not null
      then jsonb_build_object('parent', j.parent, 'unit', j.unit, 'throughList', j.through_list,
        'suspectedAt', j.suspected_at) end as join_facts,
    case when a.id is not null then ${accountJson('a', connectorId, acting)} end as account
  from asked p
  left join same on same.email_key = p.email_key
  left join boss on boss.dn_key = p.manager_dn_key
  left join joins j
    on j.organization_id = ${organizationId} and j.connector_id = ${connectorId} and j.anchor = p.anchor
  left join accounts a on a.organization_id = ${organizationId} and a.id = j.account_id
  left join candidate on candidate.anchor = p.anchor`

function toPersonFacts(row: FactsRow): StoredPersonFacts {
  const person: MappedPerson = {
    anchor: row.anchor,
    attributes: row.attributes,
    managerDn: row.manager_dn_key,
    emailKey: row.email_key,
    userNameKey: row.user_name_key,
    status: row.status,
    problems: row.problems,
    nobody: accountKindOf(row.placement),
  }
  return {
    person,
    placement: row.placement,
    excludedBy: row.excluded_by,
    list: row.list,
    parent: row.parent,
    unit: row.unit,
    manager: row.manager,
    photo: row.photo,
    sameAddress: { others: row.others, example: row.example },
    joined: toJoined(row),
    candidates: (row.candidates ?? []).map(toCandidate),
  }
}

function toJoined({ join_facts, account }: FactsRow): JoinedAccount | null {
  return join_facts && account ? { join: toJoinFacts(join_facts), account: toAccountFacts(account) } : null
}
