import { and, asc, count, eq, gt, isNotNull, sql } from 'drizzle-orm'
import { joinCases } from '@/db/schema/connectors'
import type { Anchor } from '@/lib/directory/anchor'
import type { Because } from '@/lib/sync/change'
import type { JoinCandidate, JoinQuestion } from '@/lib/sync/join-question'
import { type JoinDecisionRow, readDecisions } from './join-decisions'
import type { OrganizationTransaction } from './organization'
import { rowArrays } from './row-arrays'

/** Whom the rules cannot join. */
export type NewJoinCase = JoinQuestion & {
  anchor: Anchor
  displayName: string
  email: string | null
  unit: string | null
}
/** As the last plan found it, with what was decided about the person. */
export type JoinCase = NewJoinCase & { askedAt: Date; decision: JoinDecisionRow | null }

const ofConnector = (tx: OrganizationTransaction, connectorId: string) =>
  and(eq(joinCases.organizationId, tx.organizationId), eq(joinCases.connectorId, connectorId))

/** A plan begins to look for them: those that it does not find again are closed by `closeCases`. */
export async function reopenCases(tx: OrganizationTransaction, connectorId: string): Promise<void> {
  await tx.update(joinCases).set({ runId: null }).where(ofConnector(tx, connectorId))
}

/** Stores a page of them. Who was asked about before keeps the day since when. */
export async function insertCases(
  tx: OrganizationTransaction,
  { connectorId, runId }: { connectorId: string; runId: string },
  cases: readonly NewJoinCase[],
): Promise<void> {
  if (cases.length === 0) return
  const rows = cases.map(one => ({
    ...{ anchor: one.anchor, because: one.because, display_name: one.displayName, email: one.email, unit: one.unit },
    ...{ candidates: one.candidates, may_create: one.mayCreate, evidence_hash: one.evidenceHash },
  }))
  await tx.execute(sql`
    insert into join_cases (organization_id, connector_id, run_id, anchor, because, display_name, email, unit, candidates,
      may_create, evidence_hash)
    select ${tx.organizationId}::uuid, ${connectorId}::uuid, ${runId}::uuid, anchor, because, display_name, email, unit,
      candidates, may_create, evidence_hash
    from ${rowArrays(rows, {
      ...{ anchor: 'uuid', because: 'jsonb', display_name: 'text', email: 'text', unit: 'text' },
      ...{ candidates: 'jsonb', may_create: 'boolean', evidence_hash: 'text' },
    })}
    on conflict (organization_id, connector_id, anchor) do update set run_id = excluded.run_id,
      because = excluded.because, display_name = excluded.display_name, email = excluded.email, unit = excluded.unit,
      candidates = excluded.candidates, may_create = excluded.may_create, evidence_hash = excluded.evidence_hash`)
}

/** A case with accounts that other entries of the directory have. */
export type ComparedCase = Pick<NewJoinCase, 'anchor' | 'candidates'>

/** Such cases of the plan in hand, in the order of their anchors. */
export async function readCasesToCompare(
  tx: OrganizationTransaction,
  connectorId: string,
  { after, limit }: { after: Anchor | null; limit: number },
): Promise<ComparedCase[]> {
  const found = await tx
    .select({ anchor: joinCases.anchor, candidates: joinCases.candidates })
    .from(joinCases)
    .where(
      and(
        ofConnector(tx, connectorId),
        isNotNull(joinCases.runId),
        sql`jsonb_path_exists(${joinCases.candidates}, '$[*] ? (@.joinedAnchor != null)')`,
        after === null ? undefined : gt(joinCases.anchor, after),
      ),
    )
    .orderBy(asc(joinCases.anchor))
    .limit(limit)
  return found.map(row => ({ ...row, anchor: row.anchor as Anchor }))
}

export async function storeCandidates(
  tx: OrganizationTransaction,
  connectorId: string,
  cases: readonly ComparedCase[],
): Promise<void> {
  if (cases.length === 0) return
  await tx.execute(sql`
    update join_cases c set candidates = row.candidates
    from ${rowArrays([...cases], { anchor: 'uuid', candidates: 'jsonb' })}
    where c.organization_id = ${tx.organizationId} and c.connector_id = ${connectorId} and c.anchor = row.anchor`)
}

/** Nothing is asked any more about whom the plan did not ask about. */
export async function closeCases(tx: OrganizationTransaction, connectorId: string): Promise<void> {
  await tx.delete(joinCases).where(and(ofConnector(tx, connectorId), sql`${joinCases.runId} is null`))
}

/** How many people wait for a decision of an administrator. */
export async function countCases(tx: OrganizationTransaction, connectorId: string): Promise<number> {
  const [row] = await tx.select({ cases: count() }).from(joinCases).where(ofConnector(tx, connectorId))
  return row?.cases ?? 0
}

/** The same of each connector that has any, without those whose decision waits for the next run. */
export async function countCasesByConnector(tx: OrganizationTransaction): Promise<Map<string, number>> {
  const rows = await tx
    .select({ connectorId: joinCases.connectorId, cases: count() })
    .from(joinCases)
    .where(
      and(
        eq(joinCases.organizationId, tx.organizationId),
        sql`not exists (select from join_decisions d where d.organization_id = ${tx.organizationId}
          and d.connector_id = ${joinCases.connectorId} and d.anchor = ${joinCases.anchor}
          and d.evidence_hash = ${joinCases.evidenceHash} and d.used_by_run_id is null)`,
      ),
    )
    .groupBy(joinCases.connectorId)
  return new Map(rows.map(({ connectorId, cases }) => [connectorId, cases]))
}

/** One page of them, by name; `page` counts from 1. */
export async function listCases(
  tx: OrganizationTransaction,
  connectorId: string,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<JoinCase[]> {
  const rows = await tx
    .select()
    .from(joinCases)
    .where(ofConnector(tx, connectorId))
    .orderBy(asc(joinCases.displayName), asc(joinCases.anchor))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return withDecisions(tx, connectorId, rows)
}

export async function readCase(
  tx: OrganizationTransaction,
  connectorId: string,
  anchor: string,
): Promise<JoinCase | null> {
  const rows = await tx
    .select()
    .from(joinCases)
    .where(and(ofConnector(tx, connectorId), eq(joinCases.anchor, anchor)))
    .for('update')
  return (await withDecisions(tx, connectorId, rows))[0] ?? null
}

async function withDecisions(
  tx: OrganizationTransaction,
  connectorId: string,
  rows: readonly (typeof joinCases.$inferSelect)[],
): Promise<JoinCase[]> {
  const decisions = await readDecisions(
    tx,
    connectorId,
    rows.map(row => row.anchor as Anchor),
  )
  return rows.map(({ organizationId: _organization, connectorId: _connector, runId: _run, ...row }) => ({
    ...row,
    anchor: row.anchor as Anchor,
    because: row.because as Because,
    candidates: row.candidates as JoinCandidate[],
    decision: decisions.get(row.anchor as Anchor) ?? null,
  }))
}
