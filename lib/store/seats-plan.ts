import { type SQL, sql } from 'drizzle-orm'
import { lockSeats, readLicense, seatsOf, takesSeat } from './licenses'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/**
 * What a plan's rows need and give: `needed` seats by people who have none, `freed` by those who lose theirs, `left` before
 * the plan; `without` of the people must do without one, `newcomers` of these being additions and links.
 */
export type SeatCount = { needed: number; freed: number; left: number; without: number; newcomers: number }

/** What becomes of a row for which there is no seat. */
type Fate = { state: 'left'; reason: 'no-seat' } | { state: 'held'; reason: 'seat-of-held' } | { state: 'failed' }

/**
 * Gives the seats that are left, and those that planned removals free, to the planned rows that need one; the others get
 * this fate. Who comes back is served before who is linked, and both before new people; among them the address decides, byte
 * by byte, so that neither pages nor a second look change it.
 * @returns null where seats are not limited
 */
export async function giveSeats(tx: OrganizationTransaction, runId: string, fate: Fate): Promise<SeatCount | null> {
  // Counting who takes a seat goes through all accounts; most organizations' seats are not limited.
  if ((await readLicense(tx)).seats === null) return null
  if (fate.state === 'failed') await lockSeats(tx)
  const { left } = await seatsOf(tx)
  if (left === null) return null
  const [counted] = await comparingAll(tx, () =>
    tx.execute<Omit<SeatCount, 'left'>>(statement({ organizationId: tx.organizationId, runId, left, fate })),
  )
  return counted ? { ...counted, left } : null
}

type Given = { organizationId: string; runId: string; left: number; fate: Fate }

const statement = ({ organizationId, runId, left, fate }: Given): SQL => sql`
  with planned as (
    select c.anchor, c.kind, c.email, accounts.id is not null and ${takesSeat} as has_one,
      coalesce(accounts.blocked_by_admin, false) as blocked,
      c.kind = 'deactivate' or c.after ->> 'active' = 'false'
        or not accounts.managed_by_admin and c.reason <> 'excluded-by-rule' as gives_it_up
    from changes c left join accounts
      on accounts.organization_id = ${organizationId} and accounts.id = c.account_id
    where c.organization_id = ${organizationId} and c.run_id = ${runId} and c.state = 'planned'
      and c.kind in ('add', 'link', 'reactivate', 'deactivate', 'release')
  ), freed as (
    select count(*)::int as seats from planned where has_one and gives_it_up and kind in ('deactivate', 'release')
  ), takers as (
    select anchor, kind, row_number() over (
      order by case kind when 'reactivate' then 0 when 'link' then 1 else 2 end, email collate "C" nulls last, anchor
    ) as place
    from planned where not has_one and not blocked and kind in ('add', 'link', 'reactivate')
  ), without as (
    update changes c set ${told(fate)} from takers t, freed f
    where c.organization_id = ${organizationId} and c.run_id = ${runId} and c.anchor = t.anchor
      and t.place > ${left} + f.seats
    returning c.kind
  )
  select (select count(*)::int from takers) as needed, (select seats from freed) as freed,
    (select count(*)::int from without) as without,
    (select count(*)::int from without where kind <> 'reactivate') as newcomers`

function told(fate: Fate): SQL {
  if (fate.state === 'failed') return sql`state = 'failed', failure = 'no-seat'`
  const because = JSON.stringify({ code: fate.reason, args: {} })
  return sql`state = ${fate.state}, reason = ${fate.reason}, because = ${because}::text::jsonb`
}
