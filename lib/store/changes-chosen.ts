import { and, asc, count, eq, inArray, not, sql } from 'drizzle-orm'
import { changes } from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import { type ChangeKind, removalKinds } from '@/lib/sync/change'
import { type ChangeState, ofRun } from './changes'
import { among } from './changes-states'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** Which rows of a plan a person chose: only these, or all without these. */
export type Choice = { only: readonly Anchor[] } | { without: readonly Anchor[] }

export const isChosen = (choice: Choice) => ('only' in choice ? among(choice.only) : not(among(choice.without)))

/** Whom the rows of a waiting plan with one of these kinds and reasons are about; what is absent does not narrow. */
export async function readAnchors(
  tx: OrganizationTransaction,
  runId: string,
  { kinds, reasons }: { kinds?: readonly ChangeKind[]; reasons?: readonly string[] },
): Promise<Anchor[]> {
  const rows = await tx
    .select({ anchor: changes.anchor })
    .from(changes)
    .where(
      and(
        ofRun(tx, runId),
        inArray(changes.state, waiting),
        kinds && inArray(changes.kind, [...kinds]),
        reasons && inArray(changes.reason, [...reasons]),
      ),
    )
  return rows.map(({ anchor }) => anchor as Anchor)
}

const waiting: ChangeState[] = ['planned', 'held']

/** The rows of a waiting plan, counted. */
export async function countRows(
  tx: OrganizationTransaction,
  runId: string,
): Promise<{ kind: ChangeKind; reason: string; people: number }[]> {
  return tx
    .select({ kind: changes.kind, reason: changes.reason, people: count() })
    .from(changes)
    .where(and(ofRun(tx, runId), inArray(changes.state, waiting)))
    .groupBy(changes.kind, changes.reason)
    .orderBy(asc(changes.kind), asc(changes.reason))
}

/** Chosen rows that build on one that was not chosen: the names of their people, at most so many. */
export async function readBrokenChoice(
  tx: OrganizationTransaction,
  runId: string,
  choice: Choice,
  limit: number,
): Promise<string[]> {
  const held = and(ofRun(tx, runId), eq(changes.state, 'held'))
  const unchosen = tx
    .select({ anchor: sql`${changes.anchor}::text` })
    .from(changes)
    .where(and(held, not(isChosen(choice) ?? sql`true`)))
  const rows = await tx
    .select({ name: changes.displayName })
    .from(changes)
    .where(
      and(
        held,
        eq(changes.reason, 'depends-on-held'),
        isChosen(choice),
        inArray(sql`${changes.because} -> 'args' ->> 'anchor'`, unchosen),
      ),
    )
    .orderBy(asc(changes.displayName))
    .limit(limit)
  return rows.map(({ name }) => name)
}

/** What a person did not choose is left for the next plan. */
export async function leaveUnchosen(
  tx: OrganizationTransaction,
  runId: string,
  state: ChangeState,
  choice: Choice,
): Promise<void> {
  await tx
    .update(changes)
    .set({ state: 'left' })
    .where(and(ofRun(tx, runId), eq(changes.state, state), not(isChosen(choice) ?? sql`true`)))
}

/**
 * Removals of this plan that a person refused before: rejected them, or left them out of what was approved, and nobody
 * approved the same since.
 */
export async function countRefusedRemovals(
  tx: OrganizationTransaction,
  runId: string,
  connectorId: string,
): Promise<number> {
  const [row] = await comparingAll(tx, () =>
    tx.execute<{ people: number }>(sql`
      with decided as (
        select distinct on (p.anchor, p.hash) p.anchor, p.hash, p.state from changes p
        join runs r on r.organization_id = p.organization_id and r.id = p.run_id
        where p.organization_id = ${tx.organizationId} and r.connector_id = ${connectorId} and r.id <> ${runId}
          and p.kind in ${[...removalKinds]} and (p.state = 'applied' or r.state = 'rejected' and p.state = 'held'
            or r.state = 'approved' and p.state = 'left')
        order by p.anchor, p.hash, r.number desc
      )
      select count(*)::int as people from changes c join decided d on d.anchor = c.anchor and d.hash = c.hash
      where c.organization_id = ${tx.organizationId} and c.run_id = ${runId} and c.state = 'planned'
        and c.kind in ${[...removalKinds]} and d.state <> 'applied'`),
  )
  return row?.people ?? 0
}
