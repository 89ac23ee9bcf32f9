import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ReadFault } from '@/lib/directory/read-fault'
import type { DirectoryIdentity, ImportPart, ScopeProof } from '@/lib/directory/source'
import type { FullReadReason } from '@/lib/directory/watermark'
import type { Because, ChangeKind, ChangeValues, Hold, Notice, PersonStatus, Problem } from '@/lib/sync/change'
import type { GroupReport, GroupTally } from '@/lib/sync/groups/group-report'
import type { KeptFacts } from '@/lib/sync/kept-facts'
import type { PhotoFact } from '@/lib/sync/photo'
import type { RuleCount, RunReport, RunTally } from '@/lib/sync/run-state'
import { createdAt, moment, organizationId } from './columns'

export const runs = pgTable(
  'runs',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    /** Counted per organization, for people: "run 12". */
    number: integer('number').notNull(),
    connectorId: uuid('connector_id').notNull(),
    connectorVersion: integer('connector_version').notNull(),
    kind: text('kind', { enum: ['synchronize', 'preview', 'approved', 'revert'] }).notNull(),
    cause: text('cause', { enum: ['manual', 'command-line', 'agent', 'scheduled', 'approval'] }).notNull(),
    state: text('state', {
      enum: [
        'queued',
        'importing',
        'planning',
        'applying',
        'finished',
        'previewed',
        'held',
        'failed',
        'cancelled',
        'rejected',
        'approved',
        'superseded',
        'expired',
      ],
    })
      .notNull()
      .default('queued'),
    /** Before the connector's first applied run every plan needs an approval. */
    first: boolean('first').notNull(),
    /** Asked to read only what changed. */
    quick: boolean('quick').notNull().default(false),
    /** Why everything was read although it was asked to be quick. */
    fullBecause: jsonb('full_because').$type<FullReadReason>(),
    /** Of kind `approved`, and of a revert that is carried out: the run whose plan was approved. */
    approvesRunId: uuid('approves_run_id'),
    /** Of kind `revert`: the run whose changes it takes back. */
    revertsRunId: uuid('reverts_run_id'),
    requestedBy: text('requested_by').notNull(),
    /** Of cause `scheduled`: which clock it was, the time it is for, and the day where a day has one run only. */
    scheduleKind: text('schedule_kind', { enum: ['full', 'quick'] }),
    scheduledFor: moment('scheduled_for'),
    scheduledDate: text('scheduled_date'),
    /** Times before that one which passed without a run. */
    missed: integer('missed').notNull().default(0),
    /** Removals that this run left to a later one, because of quiet hours. */
    delayedRemovals: integer('delayed_removals').notNull().default(0),
    cancelRequestedAt: moment('cancel_requested_at'),
    /** People counted while reading, comparing and applying: { phase, done, total }. */
    progress: jsonb('progress')
      .$type<{ done: number; total: number | null }>()
      .notNull()
      .default({ done: 0, total: null }),
    planHash: text('plan_hash'),
    removals: integer('removals'),
    holds: jsonb('holds').$type<Hold[]>().notNull().default([]),
    /** What somebody should decide or know, without anything being held for it. */
    notices: jsonb('notices').$type<Notice[]>().notNull().default([]),
    /** How many people each exclusion caught. */
    ruleCounts: jsonb('rule_counts').$type<RuleCount[]>().notNull().default([]),
    /** What planning counted; the report must agree with it. */
    tally: jsonb('tally').$type<RunTally>(),
    report: jsonb('report').$type<RunReport>(),
    /** The same about organizational groups and lists; null while there is no plan. */
    groupTally: jsonb('group_tally').$type<GroupTally>(),
    groupReport: jsonb('group_report').$type<GroupReport>(),
    /** Why it failed: a code of lib/sync/run-state or of lib/directory/read-fault, with its arguments. */
    fault: jsonb('fault').$type<{ code: string; args: Record<string, string | number> }>(),
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    /** Raised with every claim; a writer holding an older one commits nothing. */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    /** Times that a worker took it over from one that had died. */
    takeovers: integer('takeovers').notNull().default(0),
    /** After a fault that may pass: tried again from then on, for the how-manieth time. */
    retryAt: moment('retry_at'),
    retries: integer('retries').notNull().default(0),
    createdAt: createdAt(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('runs_number').on(table.organizationId, table.number),
    uniqueIndex('runs_one_active_per_connector')
      .on(table.organizationId, table.connectorId)
      .where(sql`state in ('queued', 'importing', 'planning', 'applying')`),
    uniqueIndex('runs_one_per_scheduled_time')
      .on(table.organizationId, table.connectorId, table.scheduleKind, table.scheduledFor)
      .where(sql`scheduled_for is not null`),
    uniqueIndex('runs_one_per_scheduled_day')
      .on(table.organizationId, table.connectorId, table.scheduleKind, table.scheduledDate)
      .where(sql`scheduled_date is not null`),
    index('runs_recent').on(table.organizationId, table.createdAt),
  ],
)

/**
 * One row by which a database that was restored from a backup is known: it was written by the transaction that it names
 * unless something else put it there, and it is written again all the time.
 */
export const databaseMarks = pgTable('database_marks', {
  id: integer('id').primaryKey(),
  writtenBy: text('written_by').notNull(),
  /** PostgreSQL's own count of how often it was brought back to an earlier time, or another server took over. */
  timeline: integer('timeline').notNull(),
  at: moment('at').notNull(),
})

/** A person's decision about one plan; used at most once. */
export const approvals = pgTable(
  'approvals',
  {
    organizationId: organizationId(),
    /** The run whose plan was approved: at most one approval each. */
    runId: uuid('run_id').notNull(),
    planHash: text('plan_hash').notNull(),
    removals: integer('removals').notNull(),
    reason: text('reason').notNull(),
    approvedBy: text('approved_by').notNull(),
    approvedAt: moment('approved_at').notNull().defaultNow(),
    /** The run that carries it out; unique, so that it is used once. */
    usedByRunId: uuid('used_by_run_id').notNull(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.runId] })],
)

/** What was read, and the proof that it was everything. Sealed = every scope complete and every part counted. */
export const snapshots = pgTable(
  'snapshots',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    identity: jsonb('identity').$type<DirectoryIdentity>(),
    proofs: jsonb('proofs').$type<ScopeProof[]>().notNull().default([]),
    /** How it came about: by reading everything, or from the snapshot of `baseRunId` and what changed since. */
    method: text('method', { enum: ['full', 'dirsync', 'usn', 'sweep'] })
      .notNull()
      .default('full'),
    baseRunId: uuid('base_run_id'),
    /** From where the next quick import goes on; parsed with Watermark of lib/directory. Null: it cannot. */
    watermark: jsonb('watermark').$type<unknown>(),
    /** When the last full read began, this one's or that of the snapshots before it: quick imports do not postpone the next. */
    fullReadAt: moment('full_read_at'),
    parts: integer('parts').notNull().default(0),
    objects: integer('objects').notNull().default(0),
    people: integer('people').notNull().default(0),
    /** The fingerprint of all that decided how its people were mapped; null until all are, and where nobody may go by it. */
    mappedWith: text('mapped_with'),
    sealedAt: moment('sealed_at'),
  },
  table => [primaryKey({ columns: [table.organizationId, table.runId] })],
)

/** Of a read that is done in slots: the units it is cut into, and how far each of them is. */
export const importUnits = pgTable(
  'import_units',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    /** Counted up as units are cut; the lowest is read first. */
    number: integer('number').notNull(),
    /** `part`: of a scope. `closing`: what changed in a scope while its parts were read. `moved`: below a unit that moved in. */
    kind: text('kind', { enum: ['part', 'closing', 'moved'] }).notNull(),
    /** Index of the scope. */
    scope: integer('scope').notNull(),
    /** Where the reading begins: the scope's root (null = the search base), or the unit that moved. */
    root: uuid('root'),
    rootDn: text('root_dn').notNull(),
    part: jsonb('part').$type<ImportPart>().notNull(),
    state: text('state', { enum: ['waiting', 'done'] })
      .notNull()
      .default('waiting'),
    /** How often a slot was too short for it. */
    failures: integer('failures').notNull().default(0),
    /** The first part of staging that its attempt writes: what a broken attempt left begins there. */
    firstPart: integer('first_part'),
    proof: jsonb('proof').$type<ScopeProof>(),
    /** highestCommittedUSN before its reading. */
    startUsn: text('start_usn'),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.runId, table.number] })],
)

export const snapshotParts = pgTable(
  'snapshot_parts',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    part: integer('part').notNull(),
    objects: integer('objects').notNull(),
    people: integer('people').notNull(),
    hash: text('hash').notNull(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.runId, table.part] })],
)

export const snapshotObjects = pgTable(
  'snapshot_objects',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    anchor: uuid('anchor').notNull(),
    part: integer('part').notNull(),
    kind: text('kind', { enum: ['person', 'unit', 'list'] }).notNull(),
    scope: integer('scope').notNull(),
    dn: text('dn').notNull(),
    /** Canonical DN (lib/directory/distinguished-name), for resolving managers; bytes are compared, nothing is folded in SQL. */
    dnKey: text('dn_key').notNull(),
    parent: uuid('parent'),
    usnChanged: bigint('usn_changed', { mode: 'bigint' }).notNull(),
    attributes: jsonb('attributes').$type<Record<string, string[]>>().notNull(),
    cleaned: text('cleaned').array().notNull().default([]),
    /** Of a list: how many rows of `snapshot_members` are its own; null for other kinds and for members nobody knows. */
    members: integer('members'),
    /** Of a list without known members: why. */
    membersFault: jsonb('members_fault').$type<ReadFault>(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.runId, table.anchor] }),
    index('snapshot_objects_part').on(table.organizationId, table.runId, table.part),
    // Units and lists are few among people, and are looked for alone.
    index('snapshot_objects_others').on(table.organizationId, table.runId, table.kind).where(sql`kind <> 'person'`),
  ],
)

/** The direct members of the lists that were read. Rows, because a list may have 100,000 of them. */
export const snapshotMembers = pgTable(
  'snapshot_members',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    list: uuid('list').notNull(),
    /** From 1, in the order in which the server named them. */
    position: integer('position').notNull(),
    dn: text('dn').notNull(),
    /** Canonical, to be compared with `snapshot_objects.dn_key`. */
    dnKey: text('dn_key').notNull(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.runId, table.list, table.position] })],
)

/** The first pass's result per person read: keys, values, problems. Compared by set statements. */
export const mappedPeople = pgTable(
  'mapped_people',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    anchor: uuid('anchor').notNull(),
    /** `in`, or why not: a skip reason of lib/sync. */
    placement: text('placement').notNull(),
    /** With placement `excluded`: the name of the rule. */
    excludedBy: text('excluded_by'),
    /** The list that brings the person in from outside of the included units, or whose members could not be told. */
    list: text('list'),
    emailKey: text('email_key'),
    /** userPrincipalName in the form of an address. */
    userNameKey: text('user_name_key'),
    status: text('status').$type<PersonStatus>().notNull(),
    /** Only the fields the directory has a value for. */
    attributes: jsonb('attributes').$type<Record<string, string>>().notNull(),
    managerDnKey: text('manager_dn_key'),
    /** FILETIME at which the same person is mapped otherwise, because the account expires; null = at no time. */
    expires: bigint('expires', { mode: 'bigint' }),
    /** The manager, where it stands outside of what was read and the directory told who it is. */
    outsideManager: uuid('outside_manager'),
    /** The photo, where photos are followed and the directory told. */
    photo: jsonb('photo').$type<PhotoFact>(),
    problems: jsonb('problems').$type<Problem[]>().notNull(),
    parent: uuid('parent'),
    unit: text('unit'),
  },
  table => [primaryKey({ columns: [table.organizationId, table.runId, table.anchor] })],
)

/**
 * The plan: one row per person to whom something happens, or whom something kept out. Nothing for the unchanged. Carrying it
 * out changes no column of an index, and pages are filled by half, so that a row's next version stands beside it. A list
 * needs one index more (changes_list); it stands in a migration, with that filling, because neither can be said here.
 */
export const changes = pgTable(
  'changes',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    anchor: uuid('anchor').notNull(),
    accountId: uuid('account_id'),
    kind: text('kind').$type<ChangeKind>().notNull(),
    reason: text('reason').notNull(),
    because: jsonb('because').$type<Because>().notNull(),
    problems: jsonb('problems').$type<Problem[]>().notNull().default([]),
    read: boolean('read').notNull(),
    before: jsonb('before').$type<ChangeValues>(),
    after: jsonb('after').$type<ChangeValues>(),
    /** What the decision saw beside the person, for its trace; null = nothing. */
    facts: jsonb('facts').$type<KeptFacts>(),
    /** Hash of kind, account, before and after: what an approval binds to. */
    hash: text('hash').notNull(),
    displayName: text('display_name').notNull(),
    email: text('email'),
    unit: text('unit'),
    /** `noted`: not an action. `left`: planned again differently after the approval. */
    state: text('state', { enum: ['noted', 'planned', 'held', 'applied', 'failed', 'left', 'cancelled'] }).notNull(),
    /** Release before assign, additions before updates. */
    phase: integer('phase').notNull(),
    /** The account whose address this row takes over: nothing happens unless that account moves in this same plan. */
    waitsFor: uuid('waits_for'),
    /** Rows with the same anchor here wait for one another: they move in one transaction. */
    movesWith: uuid('moves_with'),
    /** Of a person who was read: the parent unit, which an addition's link begins with. */
    parent: uuid('parent'),
    failure: text('failure'),
    appliedAt: moment('applied_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.runId, table.anchor] }),
    index('changes_pending').on(table.organizationId, table.runId, table.phase, table.anchor),
    // What is wrong with few of a hundred thousand is told without reading the others.
    index('changes_problems').on(table.organizationId, table.runId).where(sql`problems <> '[]'::jsonb`),
    // Removals are few, and each plan is judged by those of many runs before it.
    index('changes_removals')
      .on(table.organizationId, table.runId)
      .where(sql`kind in ('deactivate', 'suspend', 'release')`),
    index('changes_moves_with')
      .on(table.organizationId, table.runId, table.movesWith)
      .where(sql`moves_with is not null`),
  ],
)

/** Workers alive; belongs to no organization. */
export const workers = pgTable('workers', {
  id: text('id').primaryKey(),
  version: text('version').notNull(),
  startedAt: moment('started_at').notNull().defaultNow(),
  seenAt: moment('seen_at').notNull().defaultNow(),
})
