import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Mailbox } from '@/lib/notify/testing/receivers'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import type { Whom } from '@/lib/store/review-choice'
import { readReviewJob } from '@/lib/store/review-jobs'
import {
  countReviews,
  countUnmanaged,
  pageOfUnmanaged,
  type UnmanagedFilter,
  type UnmanagedSort,
} from '@/lib/store/unmanaged-list'
import { propose, startReview } from '@/lib/unmanaged/start-review'
import { number, slowestOf, until } from './timing'

const people = 100_000
/** Whom the directory has in scope: they are brought in together. */
const bulk = 5_000
const requests = 240
const organizationId = randomUUID()
const inScope: Whom = { list: 'unmanaged', filter: { directory: 'in-scope' } }

/** A hundred thousand people whom nobody manages are looked through and selected, and thousands of them are brought in. */
export async function measureUnmanaged(sql: Sql, mailbox: Mailbox): Promise<string[][]> {
  await addPeople(sql)
  const pages = await lookThrough()
  const selecting = await slowestOf(10, () => propose(organizationId, 'manage', { list: 'unmanaged', filter: {} }))
  const [managed, mailed] = await bringIn(mailbox)
  return [
    ['a page of 50 unmanaged users, any filter, any order, with all counts, p95', milliseconds(pages), '150 ms'],
    [`what it means to bring in all ${number(people)} that match, p95`, milliseconds(selecting), ''],
    [`${number(bulk)} unmanaged users come under management`, `${managed.toFixed(1)} s`, '60 s'],
    ['until the mail server has one mail for each of them', `${mailed.toFixed(1)} s`, '60 s'],
  ]
}

const milliseconds = (value: number) => `${value.toFixed(0)} ms`

/** They came in every way, are of every kind, and the directory says of them all it can say. */
async function addPeople(sql: Sql): Promise<void> {
  await sql`insert into organizations (id, name) values (${organizationId}, 'Neighbors')`
  await sql`insert into domains (organization_id, name, verified_by, verified_at)
    select ${organizationId}, name, 'operator', now() from unnest(array['people.example', 'more.example']) name`
  await sql`insert into licenses (organization_id, price_per_seat, currency) values (${organizationId}, 800, 'USD')`
  await sql`insert into accounts (organization_id, id, attributes, email_key, email_verified, registered, plan, review,
      directory_match, last_logged_on_at)
    select ${organizationId}, gen_random_uuid(), jsonb_build_object('displayName', 'Person ' || md5(n::text)),
      'u' || n || '@' || (array['people.example', 'more.example'])[1 + n % 5 / 4], true, n <= ${bulk} or n % 9 <> 0,
      (array['free', 'premium', 'premium-subscription'])[1 + n % 3],
      case when n > ${bulk} then (array['asked', 'declined', 'expired', 'left-apart'])[n % 13] end,
      case when n <= ${bulk} then 'in-scope'
        else (array['look-alike', 'out-of-scope', 'excluded', 'disabled', 'not-found'])[1 + n % 5] end,
      case when n % 11 > 0 then now() - n % 400 * interval '1 day' end
    from generate_series(1, ${people}::int) n`
  await sql`insert into management_requests (organization_id, id, account_id, asked_by, expires_at)
    select organization_id, gen_random_uuid(), id, 'bench', now() + interval '14 days' from accounts
    where organization_id = ${organizationId} and review = 'asked'`
  await sql`insert into directory_matches (organization_id, account_id, rule, connector_id, anchor, display_name, placement)
    select organization_id, id, 'same-address', gen_random_uuid(), gen_random_uuid(), display_name, 'in' from accounts
    where organization_id = ${organizationId} and directory_match <> 'not-found'`
  await sql`analyze`
}

/** As the page asks: some rows, at the front or far behind it, their number, and how many are in each state of review. */
function lookThrough(): Promise<number> {
  const filters: UnmanagedFilter[] = [
    ...[
      {},
      { query: 'person 7f' },
      { query: 'U77' },
      { status: 'not-active' as const },
      { directory: 'disabled' as const },
    ],
    ...[{ plan: 'premium' as const }, { review: 'declined' as const }, { domain: 'more.example' }, { idleDays: 90 }],
    ...[{ review: 'not-asked' as const, directory: 'not-found' as const, idleDays: 30 }, { query: 'nobody at all' }],
  ]
  const sorts: UnmanagedSort[] = ['name', '-email', 'status', 'directory', '-plan', 'lastActive', '-lastActive']
  return slowestOf(requests, at =>
    inOrganization(organizationId, async tx => {
      const filter = filters[at % filters.length] ?? {}
      const sort = sorts[at % sorts.length] ?? 'name'
      const { rows } = await pageOfUnmanaged(tx, filter, sort, { limit: 50 })
      await countUnmanaged(tx, filter)
      await countReviews(tx)
      await verifiedDomains(tx)
      return rows
    }),
  )
}

/** @returns seconds until all are managed, and until each has a mail */
async function bringIn(mailbox: Mailbox): Promise<[number, number]> {
  const { quote } = await propose(organizationId, 'manage', inScope)
  if (quote.ready !== bulk) throw new Error(`${quote.ready} people are ready`)
  const before = mailbox.taken.length
  const began = performance.now()
  const since = () => (performance.now() - began) / 1000
  const confirmation = { deed: 'manage', whom: inScope, quoteHash: quote.hash, message: '' } as const
  const outcome = await startReview(organizationId, {
    ...confirmation,
    actor: { kind: 'administrator', id: randomUUID() },
  })
  if (!outcome.ok) throw new Error(outcome.faults.map(({ code }) => code).join())
  const { reviewId } = outcome.value
  await until(async () => !!(await inOrganization(organizationId, tx => readReviewJob(tx, reviewId)))?.finishedAt)
  const managed = since()
  const mails = () => mailbox.taken.slice(before).map(({ to }) => to)
  await until(() => new Set(mails()).size === bulk)
  const mailed = since()
  if (mails().length !== bulk) throw new Error(`${mails().length} mails came`)
  return [managed, mailed]
}
