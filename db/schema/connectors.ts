import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Because } from '@/lib/sync/change'
import type { JoinCandidate, JoinChoice } from '@/lib/sync/join-question'
import type { PhotoFact } from '@/lib/sync/photo'
import { createdAt, moment, organizationId } from './columns'

export const connectors = pgTable(
  'connectors',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['cloud', 'agent'] }).notNull(),
    name: text('name').notNull(),
    state: text('state', { enum: ['draft', 'ready', 'active', 'paused', 'attention'] })
      .notNull()
      .default('draft'),
    /** The number of the live version in `connector_versions`; null while nothing is live. */
    version: integer('version'),
    /** The wizard's draft; parsed with ConnectorDraft. */
    draft: jsonb('draft').$type<unknown>(),
    /** When it runs by itself; parsed with ScheduleSettings. Not part of a version: it decides about nobody. */
    schedule: jsonb('schedule').$type<unknown>(),
    /** Raised with every edit of the schedule; an editor who saw an older one changes nothing. */
    scheduleRevision: integer('schedule_revision').notNull().default(0),
    /** Who paused it, when (ISO 8601), why, and when it resumes by itself; of interest while its state is `paused`. */
    paused: jsonb('paused').$type<{ by: string; at: string; reason: string; until?: string }>(),
    /** What someone should do about it, as a code of lib/sync/run-state: `needs-worker`. */
    attention: jsonb('attention').$type<{ code: string; args: Record<string, string | number> }>(),
    /** Pinned by the first run that was applied. */
    domainSid: text('domain_sid'),
    /** Hash of the connection values that last passed the test; continuing needs it to equal the current ones. */
    testedHash: text('tested_hash'),
    testedAt: moment('tested_at'),
    /** The database was restored to an earlier state then, and no run has been carried out since. */
    restoredAt: moment('restored_at'),
    /** Hash of the account and password that the directory refused last; nothing tries them again by itself. */
    refusedHash: text('refused_hash'),
    /** The agent on whose machine it is set, which is the only place for that then, and since when; null = in the portal. */
    managedBy: uuid('managed_by'),
    managedSince: moment('managed_since'),
    /** An administrator took the configuration back, and no agent may set it before an administrator lets them. */
    takenBackAt: moment('taken_back_at'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** It is history since then, and nothing but that. */
    deletedAt: moment('deleted_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('connectors_name').on(table.organizationId, table.name).where(sql`deleted_at is null`),
  ],
)

export const connectorVersions = pgTable(
  'connector_versions',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    version: integer('version').notNull(),
    /** Parsed with ConnectorSettings. */
    settings: jsonb('settings').$type<unknown>().notNull(),
    author: text('author').notNull(),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.connectorId, table.version] })],
)

/** When a live connector runs next, and what became of the last time. One clock for full runs and one for quick ones. */
export const scheduleClocks = pgTable(
  'schedule_clocks',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    kind: text('kind', { enum: ['full', 'quick'] }).notNull(),
    /** Of the schedule that the clock was set by, and the zone; any other sets it anew. */
    revision: integer('revision').notNull(),
    timeZone: text('time_zone').notNull(),
    /** The next time that has had no run; null = there is none. */
    nextFor: moment('next_for'),
    /** That time, with this connector's share of the spread. */
    dueAt: moment('due_at'),
    /** The last time that had its turn, and its day where a day has one run only. */
    lastFor: moment('last_for'),
    lastDate: text('last_date'),
    /** Why the last time had no run: a code of lib/runs/schedule-codes; null = it had one. */
    leftOut: jsonb('left_out').$type<{ code: string; args: Record<string, string | number> }>(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.connectorId, table.kind] }),
    index('schedule_clocks_due').on(table.dueAt),
  ],
)

/**
 * What an administrator has typed into a step of the wizard and not saved yet, as it stands in the form: nothing of it is
 * checked, and nothing of it is a password.
 */
export const unsavedSteps = pgTable(
  'unsaved_steps',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    administratorId: uuid('administrator_id').notNull(),
    /** A name of lib/connectors/step-shown. */
    step: text('step').notNull(),
    values: jsonb('values').$type<unknown>().notNull(),
    /** Hash of what the step showed when the typing began. */
    seen: text('seen').notNull(),
    keptAt: moment('kept_at').notNull().defaultNow(),
  },
  table => [
    primaryKey({
      name: 'unsaved_steps_pk',
      columns: [table.organizationId, table.connectorId, table.administratorId, table.step],
    }),
  ],
)

/** Sealed with AES-256-GCM; see lib/vault. `target` is the host, port and trust it was typed for. */
export const secrets = pgTable(
  'secrets',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    name: text('name', { enum: ['bind-password', 'bind-password-draft'] }).notNull(),
    sealed: text('sealed').notNull(),
    target: text('target').notNull(),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.connectorId, table.name] })],
)

/** Short work at the directory that a page waits for: Test Connection, opening a unit of the tree, resolving units. */
export const directoryJobs = pgTable(
  'directory_jobs',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    kind: text('kind', {
      enum: [
        'probe',
        'browse',
        'find-units',
        'resolve-units',
        'resolve-lists',
        'check',
        'check-inclusion',
        'survey-lists',
        'check-mapping',
        'check-exclusions',
        'find-entries',
      ],
    }).notNull(),
    request: jsonb('request').$type<unknown>().notNull(),
    state: text('state', { enum: ['queued', 'running', 'done', 'failed'] })
      .notNull()
      .default('queued'),
    /** Probe: ProbeReport, also while running. Browse: DirectoryNode[]. Check: CheckResult. Check of an inclusion rule: InclusionCheck. Failed: a ReadFault. */
    result: jsonb('result').$type<unknown>(),
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    requestedBy: text('requested_by').notNull(),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('directory_jobs_open').on(table.state, table.createdAt),
  ],
)

/** The organizational units that a connector's reads have shown: whatever is not here is new, and settings may ask about it. */
export const knownUnits = pgTable(
  'known_units',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    /** What includes the units below it stood here at the last read. */
    ruled: boolean('ruled').notNull(),
    /** The run that showed it first. */
    runId: uuid('run_id').notNull(),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.connectorId, table.anchor] })],
)

/** What the directory had as people's photos when it was asked last, so that only what changed since is asked for again. */
export const photoFacts = pgTable(
  'photo_facts',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    /** What the answer is good for: the server, the settings, and the person's uSNChanged. */
    stamp: text('stamp').notNull(),
    /** False when the person was changing while being read: asked again in any case. */
    settled: boolean('settled').notNull(),
    photo: jsonb('photo').$type<PhotoFact>(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.connectorId, table.anchor] })],
)

/** People whom the rules cannot join, as the last plan found them: what is asked, and what is known about it. */
export const joinCases = pgTable(
  'join_cases',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    /** The run that found it last; null while the next one looks. */
    runId: uuid('run_id'),
    because: jsonb('because').$type<Because>().notNull(),
    displayName: text('display_name').notNull(),
    email: text('email'),
    unit: text('unit'),
    candidates: jsonb('candidates').$type<JoinCandidate[]>().notNull(),
    mayCreate: boolean('may_create').notNull(),
    evidenceHash: text('evidence_hash').notNull(),
    askedAt: moment('asked_at').notNull().defaultNow(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.connectorId, table.anchor] }),
    index('join_cases_list').on(table.organizationId, table.connectorId, table.displayName, table.anchor),
  ],
)

/** What administrators decided about them; the newest decision about a person counts, the record has all of them. */
export const joinDecisions = pgTable(
  'join_decisions',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    choice: text('choice').$type<JoinChoice>().notNull(),
    accountId: uuid('account_id'),
    /** What was known, and its hash: the decision counts while nothing of it is different. */
    evidence: jsonb('evidence').$type<JoinCandidate[]>().notNull(),
    evidenceHash: text('evidence_hash').notNull(),
    reason: text('reason').notNull(),
    decidedBy: text('decided_by').notNull(),
    /** As the name was then. */
    decidedByName: text('decided_by_name').notNull(),
    decidedAt: moment('decided_at').notNull().defaultNow(),
    /** The run that carried it out: from then on it decides nothing more. */
    usedByRunId: uuid('used_by_run_id'),
  },
  table => [primaryKey({ columns: [table.organizationId, table.connectorId, table.anchor] })],
)

/** The link between a directory person (anchor) and an account. One owner per account. */
export const joins = pgTable(
  'joins',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    accountId: uuid('account_id').notNull(),
    rule: text('rule', { enum: ['added', 'verified-mail', 'employee-id', 'user-name', 'decision'] }).notNull(),
    /** Hash of the mapped values last applied; equal = nothing to do. */
    appliedHash: text('applied_hash'),
    lastSeenAt: moment('last_seen_at'),
    /** When the first complete read missed this person; absence counts from here. */
    suspectedAt: moment('suspected_at'),
    suspectedRunId: uuid('suspected_run_id'),
    /** The parent unit when last seen: absence counts only while it is still readable. */
    parent: uuid('parent'),
    unit: text('unit'),
    /** The name of the list that brought the person in when last seen in scope; null = their unit did. */
    throughList: text('through_list'),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.connectorId, table.anchor] }),
    uniqueIndex('joins_one_owner').on(table.organizationId, table.accountId),
    /** How many people stand in a unit. */
    index('joins_unit').on(table.organizationId, table.connectorId, table.parent),
  ],
)
