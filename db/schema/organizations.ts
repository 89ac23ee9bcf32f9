import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, organizationId } from './columns'

const language = () =>
  text('language', { enum: ['en', 'de'] })
    .notNull()
    .default('en')

export const organizations = pgTable('organizations', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull().default('UTC'),
  /** Of mails to its people and to others, who have not said what they speak. */
  language: language(),
  /** Whose person somebody is whom several connectors find: the first of these. Whoever is not named comes after them, and takes from nobody. */
  precedence: uuid('precedence').array().notNull().default([]),
  /** When unmanaged accounts were last compared with what the directories say. */
  comparedAt: moment('compared_at'),
  createdAt: createdAt(),
})

/** How many people the organization may have managed, and what one more costs. Without a row: as many as there are. */
export const licenses = pgTable('licenses', {
  organizationId: uuid('organization_id').primaryKey(),
  /** null = unlimited. */
  seats: integer('seats'),
  /** For one seat and month, in the currency's minor unit (ISO 4217); null with the currency = nobody said. */
  pricePerSeat: integer('price_per_seat'),
  currency: text('currency'),
  billingTerm: text('billing_term', { enum: ['monthly', 'annual'] })
    .notNull()
    .default('monthly'),
  /** The day (YYYY-MM-DD) on which the term begins anew. */
  renewsOn: date('renews_on'),
  /** It came with the sample company, and goes when a company's own directory comes into use. */
  ofSample: boolean('of_sample').notNull().default(false),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** A domain is believed only once verified, and then by one organization only. */
export const domains = pgTable(
  'domains',
  {
    organizationId: organizationId(),
    /** Lower-case ASCII (punycode), without a trailing dot. */
    name: text('name').notNull(),
    verifiedBy: text('verified_by', { enum: ['dns', 'operator'] }),
    verifiedAt: moment('verified_at'),
    /** What the domain's TXT record has to hold, drawn for this organization and domain; null = it was verified by the operator. */
    token: text('token'),
    /** When the record was last looked for. */
    checkedAt: moment('checked_at'),
    /** What was found instead: a code of lib/unmanaged; null = nobody looked, or it was there. */
    problem: text('problem'),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.name] }),
    uniqueIndex('domains_verified_once').on(table.name).where(sql`verified_by is not null`),
  ],
)

export const administrators = pgTable(
  'administrators',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    /** Canonical address, the sign-in name; unique over all organizations. */
    email: text('email').notNull(),
    displayName: text('display_name').notNull(),
    role: text('role', {
      enum: ['primary-master-admin', 'enterprise-admin', 'operator', 'approver', 'auditor'],
    }).notNull(),
    passwordHash: text('password_hash').notNull(),
    /** Raised to end all of this administrator's sessions. */
    sessionVersion: integer('session_version').notNull().default(1),
    disabled: boolean('disabled').notNull().default(false),
    /** Of mails to this administrator. */
    language: language(),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('administrators_email').on(table.email),
    uniqueIndex('administrators_one_primary').on(table.organizationId).where(sql`role = 'primary-master-admin'`),
  ],
)

/** One-time links that create the first administrator. Only the hash is stored. Belongs to no organization yet. */
export const setupLinks = pgTable('setup_links', {
  tokenHash: text('token_hash').primaryKey(),
  createdAt: createdAt(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
})

/** Sign-in attempts per key (address, or client address) in a window; belongs to no organization yet. */
export const signInAttempts = pgTable('sign_in_attempts', {
  key: text('key').primaryKey(),
  windowStart: moment('window_start').notNull(),
  count: integer('count').notNull(),
})

/** Append-only: the application's role may insert and select, nothing else. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    at: moment('at').notNull().defaultNow(),
    actorKind: text('actor_kind', {
      enum: ['administrator', 'operator', 'run', 'agent', 'system', 'person'],
    }).notNull(),
    actorId: text('actor_id').notNull(),
    event: text('event').notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    runId: uuid('run_id'),
    connectorVersion: integer('connector_version'),
    details: text('details').notNull().default('{}'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('audit_entries_at').on(table.organizationId, table.at),
    index('audit_entries_target').on(table.organizationId, table.targetKind, table.targetId),
  ],
)

/** A list as somebody wants to find it again: what is filtered and how it is sorted, by name. */
export const savedViews = pgTable(
  'saved_views',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    /** Which list: a name of lib/store/saved-views. */
    list: text('list').notNull(),
    name: text('name').notNull(),
    /** The query part of the list's address, without where somebody stood in it. */
    query: text('query').notNull(),
    /** The administrator who saved it, and alone sees it unless it is shared. */
    owner: uuid('owner').notNull(),
    shared: boolean('shared').notNull().default(false),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('saved_views_name').on(table.organizationId, table.list, table.owner, table.name),
  ],
)
