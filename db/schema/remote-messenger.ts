import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { DriftPolicy } from '@/lib/settings/messenger'
import { createdAt, moment, organizationId } from './columns'

/** Something that is not as it should be with the other Messenger: a code with a sentence, and what it said itself. */
export type MessengerTrouble = { code: string; detail: string | null }
/** What a test found, each with its trouble; null = it went well. */
export type MessengerTest = {
  at: string
  steps: { step: 'configuration' | 'users' | 'groups'; trouble: MessengerTrouble | null }[]
}
/** A field of an account or a list, or one who is in it, that is otherwise here than there. */
export type Difference = { field: string; ours: string | null; theirs: string | null }
/** What the last reading of the other Messenger came to. Counts are of accounts, but for the groups. */
export type MessengerReading = {
  at: string
  complete: boolean
  /** When the first of the readings failed that were incomplete one after the other. */
  incompleteSince?: string
  trouble: MessengerTrouble | null
  read: { accounts: number; groups: number }
  linked: number
  added: number
  /** Without an address of their own that an account could have. */
  unusable: number
  /** Known before, and not there any more. */
  gone: number
  /** Of ours, accounts and lists that somebody changed there. */
  drifted: number
  /** Teams that nobody here knew, and those of them that are not there any more. Absent in older readings. */
  teamsAdded?: number
  teamsGone?: number
}

/** A Messenger that stands elsewhere and speaks SCIM 2.0; one of each organization. */
export const remoteMessengers = pgTable(
  'remote_messengers',
  {
    organizationId: uuid('organization_id').primaryKey(),
    baseUrl: text('base_url').notNull(),
    authority: text('authority'),
    /** Sealed for exactly that address and authority; see lib/vault. */
    token: text('token').notNull(),
    verifiesAddresses: boolean('verifies_addresses').notNull(),
    drift: text('drift').$type<DriftPolicy>().notNull(),
    /** `reading`: nothing is changed there. */
    state: text('state', { enum: ['reading', 'exporting', 'paused'] })
      .notNull()
      .default('reading'),
    /** Raised whenever settings are saved, and when exporting begins. */
    revision: integer('revision').notNull().default(1),
    /** Asked for by somebody, and not done yet. */
    testDueAt: moment('test_due_at'),
    test: jsonb('test').$type<MessengerTest>(),
    readDueAt: moment('read_due_at'),
    reading: jsonb('reading').$type<MessengerReading>(),
    /** Whether it takes `If-Match` (RFC 7644 §3.14), as it said. */
    hasVersions: boolean('has_versions').notNull().default(false),
    /** Why nothing is exported at the moment. */
    trouble: jsonb('trouble').$type<MessengerTrouble>(),
    /** Failures of the Messenger as a whole, one after the other. */
    failures: integer('failures').notNull().default(0),
    /** Since when it has failed without doing anything that it was asked for; null = it works. */
    failingSince: moment('failing_since'),
    pausedUntil: moment('paused_until'),
    /** One worker at a time speaks to it. */
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    createdAt: createdAt(),
  },
  table => [index('remote_messengers_due').on(table.readDueAt)],
)

const kind = () => text('kind', { enum: ['account', 'group'] }).notNull()

/** What the other Messenger has, as it was read or answered last. */
export const remoteObjects = pgTable(
  'remote_objects',
  {
    organizationId: organizationId(),
    kind: kind(),
    remoteId: text('remote_id').notNull(),
    /** Its `meta.version`, an entity tag; null = unknown. */
    version: text('version'),
    externalId: text('external_id'),
    /** Canonical, of an account; null = it has none that an account could have. */
    address: text('address'),
    /** See lib/messenger/scim/resource. */
    facts: jsonb('facts').$type<unknown>().notNull(),
    /** As attributes of ours, of an account. */
    attributes: jsonb('attributes').$type<unknown>(),
    /** The reading that saw it last. */
    readingId: uuid('reading_id'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.kind, table.remoteId] }),
    index('remote_objects_reading').on(table.organizationId, table.kind, table.readingId),
  ],
)

/** Accounts and lists of ours that are in the other Messenger or should be, each with how far it is. */
export const exportedObjects = pgTable(
  'exported_objects',
  {
    organizationId: organizationId(),
    kind: kind(),
    /** The account or the list; it is the `externalId` there. */
    objectId: uuid('object_id').notNull(),
    remoteId: text('remote_id'),
    /** `known`: it is there, and nothing of ours was ever written to it. */
    state: text('state', { enum: ['known', 'pending', 'exported', 'refused', 'gone'] }).notNull(),
    /** A creation was sent, and its answer is not known: it is looked for before it is sent again. */
    creating: boolean('creating').notNull().default(false),
    /** What was written last, and what the other side made of it. */
    exported: jsonb('exported').$type<Record<string, string | boolean>>(),
    settled: jsonb('settled').$type<Record<string, string | boolean>>(),
    error: text('error'),
    /** What the other side said to it. */
    detail: text('detail'),
    /** What somebody changed there and is so still. */
    drift: jsonb('drift').$type<Difference[]>(),
    /** What somebody had changed there and was put right with the last export, as it was before. */
    putRight: jsonb('put_right').$type<Difference[]>(),
    driftAt: moment('drift_at'),
    runId: uuid('run_id'),
    exportedAt: moment('exported_at'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.kind, table.objectId] }),
    uniqueIndex('exported_objects_remote')
      .on(table.organizationId, table.kind, table.remoteId)
      .where(sql`remote_id is not null`),
    index('exported_objects_state').on(table.organizationId, table.state),
  ],
)

/** Whom we have put into a list over there. */
export const exportedMembers = pgTable(
  'exported_members',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    accountId: uuid('account_id').notNull(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.groupId, table.accountId] })],
)
