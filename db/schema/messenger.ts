import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AccountAttributes } from '@/lib/sync/change'
import { bytea, createdAt, moment, organizationId } from './columns'

const beginningOf = (field: keyof AccountAttributes, characters: number) =>
  sql.raw(`left(coalesce(attributes->>'${field}', ''), ${characters})`)

/** Messenger's accounts. */
export const accounts = pgTable(
  'accounts',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    attributes: jsonb('attributes').$type<AccountAttributes>().notNull(),
    /** Canonical address (written by TypeScript), the identity for comparison. */
    emailKey: text('email_key').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    displayName: text('display_name').generatedAlwaysAs(sql`attributes->>'displayName'`),
    department: text('department').generatedAlwaysAs(sql`attributes->>'department'`),
    title: text('title').generatedAlwaysAs(sql`attributes->>'title'`),
    /**
     * What lists are sorted and searched by: beginnings, so that all of them fit into the one index that lists read
     * (accounts_list and accounts_unmanaged, ICU's order; they stand in the migrations, because their further columns cannot be said here).
     */
    nameKey: text('name_key').notNull().generatedAlwaysAs(beginningOf('displayName', 64)),
    departmentKey: text('department_key').notNull().generatedAlwaysAs(beginningOf('department', 64)),
    titleKey: text('title_key').notNull().generatedAlwaysAs(beginningOf('title', 64)),
    /** Name, address and department in lower case. */
    searchKey: text('search_key')
      .notNull()
      .generatedAlwaysAs(
        sql`lower((${beginningOf('displayName', 96)} || ' ' || ${beginningOf('email', 96)} || ' ' || ${beginningOf('department', 62)}) collate "und-x-icu")`,
      ),
    /** As it is written: two numbers are the same when every character is. */
    employeeNumber: text('employee_number').generatedAlwaysAs(sql`attributes->>'employeeNumber'`),
    /** Sign-in is allowed while no reason stands against it. */
    active: boolean('active').notNull().generatedAlwaysAs(sql`not blocked_by_admin and not blocked_by_sync`),
    blockedByAdmin: boolean('blocked_by_admin').notNull().default(false),
    blockedBySync: boolean('blocked_by_sync').notNull().default(false),
    /** Suspended people cannot sign in but still receive messages. */
    suspended: boolean('suspended').notNull().default(false),
    /** Why the synchronization blocked it: a reason code of lib/sync. */
    blockedBecause: text('blocked_because'),
    role: text('role', { enum: ['member', 'administrator', 'owner'] })
      .notNull()
      .default('member'),
    breakGlass: boolean('break_glass').notNull().default(false),
    /** The connector that keeps it in step; null = none does: see `managed`. */
    connectorId: uuid('connector_id'),
    /** An administrator brought it under management: it stays managed when no connector keeps it, whatever a directory says. */
    managedByAdmin: boolean('managed_by_admin').notNull().default(false),
    /** Whether the organization manages it, and pays for it. */
    managed: boolean('managed').notNull().generatedAlwaysAs(sql`connector_id is not null or managed_by_admin`),
    /** How the account came. */
    origin: text('origin', { enum: ['self-registered', 'invited', 'synchronized'] })
      .notNull()
      .default('self-registered'),
    /** The account that invited it. */
    invitedBy: uuid('invited_by'),
    /** False until an invited person has finished registering (“Not Active”): nobody is brought under management before. */
    registered: boolean('registered').notNull().default(true),
    /** What the person, or whoever pays for them, has while unmanaged. */
    plan: text('plan', { enum: ['free', 'premium', 'premium-subscription'] })
      .notNull()
      .default('free'),
    /** The name of another organization that manages this person; null = none does. */
    managedElsewhere: text('managed_elsewhere'),
    /** What keeps an account where it is, until whoever set it takes it away. */
    onHold: boolean('on_hold').notNull().default(false),
    onRetentionPolicy: boolean('on_retention_policy').notNull().default(false),
    onEdiscoverySearch: boolean('on_ediscovery_search').notNull().default(false),
    /** What the review of unmanaged users came to; null = nothing yet. While it is asked, declined or left apart no run links it. */
    review: text('review', { enum: ['asked', 'accepted', 'declined', 'expired', 'left-apart'] }),
    /** The directory's view of an unmanaged account, as the last read gave it; null = no directory was read since. */
    directoryMatch: text('directory_match', {
      enum: ['in-scope', 'out-of-scope', 'excluded', 'disabled', 'look-alike', 'not-found'],
    }),
    /** What stands behind the @ of the canonical address. */
    emailDomain: text('email_domain').notNull().generatedAlwaysAs(sql`split_part(email_key, '@', 2)`),
    sessionVersion: integer('session_version').notNull().default(1),
    lastLoggedOnAt: moment('last_logged_on_at'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('accounts_email_key').on(table.organizationId, table.emailKey),
    index('accounts_employee_number').on(table.organizationId, table.employeeNumber),
    // How many unmanaged people there are of each state of review is read from this alone.
    index('accounts_unmanaged_reviews')
      .on(table.organizationId, table.review, table.emailDomain)
      .where(sql`not managed and not blocked_by_sync and email_verified`),
    index('accounts_connector').on(table.organizationId, table.connectorId),
  ],
)

/** Pictures for accounts, made small and square, each once: `hash` is that of the picture that the directory has. */
export const photos = pgTable(
  'photos',
  {
    organizationId: organizationId(),
    hash: text('hash').notNull(),
    /** WebP without metadata. */
    picture: bytea('picture').notNull(),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.hash] })],
)

/** Effects outside the database, sent after commit; the key makes each of them happen once. */
export const outbox = pgTable(
  'outbox',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    kind: text('kind').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    /** The run that caused it. */
    runId: uuid('run_id'),
    attempts: integer('attempts').notNull().default(0),
    /** Not tried before then; null = it waits until somebody configures what it needs. */
    nextAttemptAt: moment('next_attempt_at').defaultNow(),
    /** Why the last attempt failed: a code of lib/notify. */
    error: text('error'),
    createdAt: createdAt(),
    doneAt: moment('done_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('outbox_once').on(table.organizationId, table.idempotencyKey),
    index('outbox_open').on(table.nextAttemptAt).where(sql`done_at is null`),
    index('outbox_run').on(table.organizationId, table.runId),
  ],
)

/** What an organization has the synchronization tell its people, and its other systems. */
export const notificationSettings = pgTable('notification_settings', {
  organizationId: uuid('organization_id').primaryKey(),
  /** Whom a mail is sent to: new people, and those whose access ended. */
  welcomeMails: boolean('welcome_mails').notNull().default(false),
  farewellMails: boolean('farewell_mails').notNull().default(false),
  /** Where every batch of changes is told. */
  webhookUrl: text('webhook_url'),
  /** Sealed for exactly that address; see lib/vault. */
  webhookSecret: text('webhook_secret'),
})
