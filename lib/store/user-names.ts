import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { changes, snapshotObjects } from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import type { Problem } from '@/lib/sync/change'
import { ofRun } from './changes'
import { hasProblem } from './changes-list'
import type { OrganizationTransaction } from './organization'

/** Whom a plan left out: everybody with one cause of problems, or one person. */
export type LeftOut = { problem: Problem['code']; about?: string | undefined } | { anchor: Anchor }

/** The user names (`sAMAccountName`) of people of a plan, as the run read them; nobody of whom it read none. */
export async function userNamesOf(
  tx: OrganizationTransaction,
  runId: string,
  who: LeftOut,
  limit: number,
): Promise<string[]> {
  const name = sql<string | null>`${snapshotObjects.attributes} -> 'sAMAccountName' ->> 0`
  const rows = await tx
    .select({ name })
    .from(changes)
    .innerJoin(
      snapshotObjects,
      and(
        eq(snapshotObjects.organizationId, changes.organizationId),
        eq(snapshotObjects.runId, changes.runId),
        eq(snapshotObjects.anchor, changes.anchor),
      ),
    )
    .where(
      and(
        ofRun(tx, runId),
        isNotNull(name),
        'anchor' in who
          ? eq(changes.anchor, who.anchor)
          : and(eq(changes.reason, 'problem'), hasProblem(who.problem, who.about)),
      ),
    )
    .orderBy(name)
    .limit(limit)
  return rows.flatMap(row => (row.name === null ? [] : [row.name]))
}
