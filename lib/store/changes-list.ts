import { and, asc, desc, eq, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm'
import { changes } from '@/db/schema/runs'
import type { ChangeKind, Problem, ReasonCode } from '@/lib/sync/change'
import type { ChangedField } from '@/lib/sync/changed-field'
import type { RowsBehind } from '@/lib/sync/report'
import { isChanging } from './changed-fields'
import { type ChangeRow, ofRun, toChangeRow } from './changes'
import { inReadingOrder, inSmallLetters } from './list-page'
import type { OrganizationTransaction } from './organization'
import { peopleOfList } from './people-of-list'
import { isAbout, isWaitingRemoval } from './removal-causes'
import { keepingInMemory } from './whole-run'

/** Which rows of a plan; what is absent does not narrow. */
export type ChangeFilter = {
  kind?: ChangeKind
  reason?: ReasonCode
  /** The DN of the unit itself, as the rows have it. */
  unit?: string
  /** Only whose account gets another value in it; an addition changes no field. */
  field?: ChangedField
  problem?: Problem['code']
  /** The domain or the field that the problem is about. */
  about?: string
  /** The objectGUID of a list that reaches them, as the run read it. */
  list?: string
  /** What the reason is about: a list's or a rule's name, or the DN of a unit that holds what it is about. */
  of?: string
  /** Only who would lose something, as long as nobody has decided. */
  losing?: boolean
  /** What one of these names. */
  counted?: readonly RowsBehind[]
  /** A part of the name or the address, in any case. */
  query?: string
}

export const changeSorts = ['name', '-name', 'kind', '-kind', 'reason', '-reason', 'unit', '-unit'] as const
export type ChangeSort = (typeof changeSorts)[number]
/** `page` counts from 1. */
export type ChangePageRequest = ChangeFilter & { sort?: ChangeSort; page: number; pageSize: number }

const { facts: _facts, ...listed } = getTableColumns(changes)

/** One page of a plan. Rows that are equal in what is sorted by stand in the order of their names. */
export async function listChanges(
  tx: OrganizationTransaction,
  runId: string,
  { sort = 'name', page, pageSize, ...filter }: ChangePageRequest,
): Promise<{ rows: ChangeRow[]; total: number }> {
  const { anchors, total } = await findPage(tx, matching(tx, runId, filter), { sort, page, pageSize })
  const rows = await tx
    .select(listed)
    .from(changes)
    .where(and(ofRun(tx, runId), inArray(changes.anchor, anchors)))
    .orderBy(...orderOf(sort))
  return { rows: rows.map(toChangeRow), total }
}

/** Goes through the rows once for both their number and the page; beyond the last page there is only the number. */
async function findPage(
  tx: OrganizationTransaction,
  where: SQL | undefined,
  { sort, page, pageSize }: Pick<ChangePageRequest, 'page' | 'pageSize'> & { sort: ChangeSort },
): Promise<{ anchors: string[]; total: number }> {
  await keepingInMemory(tx)
  const [row] = await tx.execute<{ anchors: string[]; total: number }>(sql`
    with found as materialized (select anchor, display_name, kind, reason, unit from changes where ${where}),
      page as (
        select anchor from found as changes order by ${sql.join(orderOf(sort), sql`, `)}
        limit ${pageSize} offset ${(page - 1) * pageSize}
      )
    select (select count(*)::int from found) as total,
      (select coalesce(jsonb_agg(anchor), '[]'::jsonb) from page) as anchors`)
  return row ?? { anchors: [], total: 0 }
}

/** The rows after the given one, in the order of an index, by the bytes of names: to go through all of them in constant memory. */
export async function readChangesAfter(
  tx: OrganizationTransaction,
  runId: string,
  filter: ChangeFilter,
  { after, limit }: { after: Pick<ChangeRow, 'displayName' | 'anchor'> | null; limit: number },
): Promise<ChangeRow[]> {
  const next = after && sql`(${changes.displayName}, ${changes.anchor}) > (${after.displayName}, ${after.anchor}::uuid)`
  const rows = await tx
    .select(listed)
    .from(changes)
    .where(and(matching(tx, runId, filter), next ?? undefined))
    .orderBy(asc(changes.displayName), asc(changes.anchor))
    .limit(limit)
  return rows.map(toChangeRow)
}

function matching(
  tx: OrganizationTransaction,
  runId: string,
  { kind, reason, unit, field, problem, about, list, of, losing, counted, query }: ChangeFilter,
): SQL | undefined {
  const wanted = query?.trim().toLowerCase()
  return and(
    ofRun(tx, runId),
    kind === undefined ? undefined : eq(changes.kind, kind),
    reason === undefined ? undefined : eq(changes.reason, reason),
    unit === undefined ? undefined : eq(changes.unit, unit),
    field === undefined ? undefined : isChanging(field),
    problem === undefined ? undefined : hasProblem(problem, about),
    list === undefined ? undefined : sql`${changes.anchor} in ${peopleOfList(tx, runId, list)}`,
    reason === undefined || of === undefined ? undefined : isAbout(reason, of),
    losing ? isWaitingRemoval : undefined,
    counted === undefined ? undefined : or(...counted.map(isAmong)),
    wanted
      ? sql`(position(${wanted} in ${inSmallLetters(sql`${changes.displayName}`)}) > 0
          or position(${wanted} in ${inSmallLetters(sql`coalesce(${changes.email}, '')`)}) > 0)`
      : undefined,
  )
}

const isAmong = ({ kind, read, states }: RowsBehind) =>
  and(eq(changes.kind, kind), eq(changes.read, read), inArray(changes.state, states))

/** As causes are told apart: by code, and by the domain or the field that it is about. */
export function hasProblem(code: Problem['code'], about: string | undefined): SQL {
  const has = (problem: Partial<Problem>) => sql`${changes.problems} @> ${JSON.stringify([problem])}::text::jsonb`
  const wanted =
    about === undefined
      ? has({ code })
      : sql`(${has({ code, args: { domain: about } })} or ${has({ code, args: { field: about } })})`
  return sql`(${changes.problems} <> '[]'::jsonb and ${wanted})`
}

const name = inReadingOrder(sql`${changes.displayName}`)
const columns = {
  name,
  kind: sql`${changes.kind}`,
  reason: sql`${changes.reason}`,
  unit: inReadingOrder(sql`${changes.unit}`),
}

function orderOf(sort: ChangeSort): SQL[] {
  const column = columns[sort.replace('-', '') as keyof typeof columns]
  const names = [asc(name), asc(changes.anchor)]
  if (sort === 'name') return names
  return [sort.startsWith('-') ? desc(column) : asc(column), ...names]
}

/** A cause of problems: people whose problem has one code and one field or domain, and an example of its arguments. */
export type ProblemCause = {
  code: Problem['code']
  about: string | null
  people: number
  /** Of the people: whom the plan leaves out because of what is wrong with them. */
  leftOut: number
  example: Problem['args']
}

/** What is wrong with the directory's data, by cause, the most frequent first. */
export async function countProblems(tx: OrganizationTransaction, runId: string): Promise<ProblemCause[]> {
  const rows = await tx.execute<ProblemCause>(sql`
    select problem ->> 'code' as code, coalesce(problem -> 'args' ->> 'domain', problem -> 'args' ->> 'field') as about,
      count(distinct c.anchor)::int as people,
      (count(distinct c.anchor) filter (where c.reason = 'problem'))::int as "leftOut", min((problem -> 'args')::text)::jsonb as example
    from changes c cross join lateral jsonb_array_elements(c.problems) as problem
    where c.organization_id = ${tx.organizationId} and c.run_id = ${runId} and c.problems <> '[]'::jsonb
    group by 1, 2 order by people desc, code, about limit 100`)
  return [...rows]
}

/** The units in which rows of a plan stand, with the most rows first. */
export async function countChangeUnits(
  tx: OrganizationTransaction,
  runId: string,
  limit: number,
): Promise<{ unit: string; people: number }[]> {
  const rows = await tx.execute<{ unit: string; people: number }>(sql`
    select unit, count(*)::int as people from changes
    where organization_id = ${tx.organizationId} and run_id = ${runId} and unit is not null
    group by unit order by people desc, unit limit ${limit}`)
  return [...rows]
}
