import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, organizationId } from './columns'

/** Work on many accounts at once, chosen by an administrator. The rows own the truth; queues only wake workers. */
export const reviewJobs = pgTable(
  'review_jobs',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    /** What is done to each account: a name of lib/unmanaged. */
    kind: text('kind').notNull(),
    /** What was chosen beside the accounts, e.g. a message to the people. */
    options: jsonb('options').$type<Record<string, unknown>>().notNull().default({}),
    /** What the person who confirmed saw of people, seats and cost; null = it costs nothing. */
    quote: jsonb('quote').$type<Record<string, unknown>>(),
    requestedBy: text('requested_by').notNull(),
    total: integer('total').notNull(),
    /** Raised with each claim: whoever has an older one commits nothing. */
    fence: integer('fence').notNull().default(0),
    leaseUntil: moment('lease_until'),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('review_jobs_open').on(table.createdAt).where(sql`finished_at is null`),
  ],
)

/** One account of such a job, each once. */
export const reviewItems = pgTable(
  'review_items',
  {
    organizationId: organizationId(),
    jobId: uuid('job_id').notNull(),
    accountId: uuid('account_id').notNull(),
    state: text('state', { enum: ['waiting', 'done', 'refused'] })
      .notNull()
      .default('waiting'),
    /** Why it was refused: a code of lib/words/en/review.json. */
    reason: text('reason'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.jobId, table.accountId] }),
    index('review_items_waiting').on(table.organizationId, table.jobId, table.accountId).where(sql`state = 'waiting'`),
  ],
)

/** People who were asked to become managed. What the mail's link needs is made of the id, so no secret stands here. */
export const managementRequests = pgTable(
  'management_requests',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** `closed`: the person became managed, or was left apart, without answering. */
    state: text('state', { enum: ['open', 'accepted', 'declined', 'expired', 'withdrawn', 'closed'] })
      .notNull()
      .default('open'),
    /** What the administrator wrote to the person, beside what the mail always says. */
    message: text('message').notNull().default(''),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    reminders: integer('reminders').notNull().default(0),
    /** When the next reminder leaves, or the request expires. */
    nextAt: moment('next_at'),
    answeredAt: moment('answered_at'),
    /** Why the person declined, in their words. */
    answer: text('answer'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('management_requests_one_open').on(table.organizationId, table.accountId).where(sql`state = 'open'`),
    index('management_requests_account').on(table.organizationId, table.accountId, table.askedAt),
    index('management_requests_due').on(table.nextAt).where(sql`state = 'open'`),
  ],
)

/** Whom the last read of a directory has for an unmanaged account, with what speaks for it; no row = nobody. */
export const directoryMatches = pgTable(
  'directory_matches',
  {
    organizationId: organizationId(),
    accountId: uuid('account_id').notNull(),
    /** By what they were found. */
    rule: text('rule', { enum: ['same-address', 'same-user-name', 'same-employee-number', 'look-alike'] }).notNull(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    displayName: text('display_name').notNull(),
    email: text('email'),
    unit: text('unit'),
    /** Why the person takes no part: a placement of lib/sync; `in` = they do. */
    placement: text('placement').notNull(),
    excludedBy: text('excluded_by'),
    /** The account that the person has already, if any. */
    ownAccountId: uuid('own_account_id'),
  },
  table => [primaryKey({ columns: [table.organizationId, table.accountId] })],
)
