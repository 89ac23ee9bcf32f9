import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'

/** What the runs of one day did, all connectors together; the day is the organization's (`2026-11-24`). */
export type RunDay = {
  day: string
  runs: number
  added: number
  updated: number
  deactivated: number
  problems: number
  held: number
  failed: number
}

/** The day of a run, as the organization's clock has it. */
const dayOf = (timeZone: string): SQL =>
  sql`to_char(coalesce(runs.finished_at, runs.created_at) at time zone ${timeZone}, 'YYYY-MM-DD')`

/** Runs that have ended and were no plan to look at first, as a preview is, or the plan of a revert. */
const counted: SQL = sql`runs.kind <> 'preview' and not (runs.kind = 'revert' and runs.approves_run_id is null)
  and runs.state not in ('queued', 'importing', 'planning', 'applying')`

/** The runs that a day counts. */
export const isOfDay = (day: string, timeZone: string): SQL => sql`(${counted} and ${dayOf(timeZone)} = ${day})`

/** The last days on which something was synchronized, today among them, each whole, the oldest first. Previews change nothing and are not counted. */
export async function listRunDays(
  tx: OrganizationTransaction,
  { timeZone, days }: { timeZone: string; days: number },
): Promise<RunDay[]> {
  const sum = (...counters: string[]) =>
    sql.raw(`coalesce(sum(${counters.map(name => `coalesce((report ->> '${name}')::int, 0)`).join(' + ')}), 0)::int`)
  return [
    ...(await tx.execute<RunDay>(sql`
      select ${dayOf(timeZone)} as day, count(*)::int as runs,
        ${sum('added', 'linked')} as added, ${sum('updated', 'reactivated')} as updated,
        ${sum('deactivatedRead', 'deactivatedAbsent')} as deactivated,
        coalesce(max((report ->> 'problems')::int), 0) as problems,
        count(*) filter (where state in ('held', 'expired', 'rejected'))::int as held,
        count(*) filter (where state = 'failed')::int as failed
      from runs
      where organization_id = ${tx.organizationId} and ${counted}
        and coalesce(finished_at, created_at) >=
          (date_trunc('day', now() at time zone ${timeZone}) - make_interval(days => ${days - 1}::int)) at time zone ${timeZone}
      group by 1 order by 1`)),
  ]
}
