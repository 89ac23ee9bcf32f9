import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, moment, organizationId } from './columns'

type Fault = { code: string; args: Record<string, string | number> }

/** Programs in the intranet that read for a connector. They belong to the organization, not to whoever installed them. */
export const agents = pgTable(
  'agents',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    name: text('name').notNull(),
    host: text('host').notNull(),
    system: text('system').notNull(),
    version: text('version').notNull(),
    protocol: integer('protocol').notNull(),
    /** Of the program that runs; the one before it, which must not come back, and when it did all the same. */
    instance: uuid('instance').notNull(),
    instanceBefore: uuid('instance_before'),
    clonedAt: moment('cloned_at'),
    enrolledAt: moment('enrolled_at').notNull().defaultNow(),
    enrolledFrom: text('enrolled_from'),
    lastContactAt: moment('last_contact_at'),
    /** By how many seconds its clock was ahead at the last contact. */
    clockAhead: integer('clock_ahead').notNull().default(0),
    /** What it says about where it reads; parsed with LocalDirectory. null = it has not been told yet. */
    directory: jsonb('directory').$type<unknown>(),
    /** When its directory last answered a job, and what went wrong last; null = nothing since. */
    directoryReachedAt: moment('directory_reached_at'),
    fault: jsonb('fault').$type<Fault>(),
    faultAt: moment('fault_at'),
    /** Somebody wants it to exchange its key; it does so at its next poll. */
    rotationAskedAt: moment('rotation_asked_at'),
    /** Why the portal last turned it away, ISO 8601; null = it was let in since. */
    refused: jsonb('refused').$type<Fault & { at: string }>(),
    revokedAt: moment('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('agents_name').on(table.organizationId, table.name).where(sql`revoked_at is null`),
    index('agents_of_connector').on(table.organizationId, table.connectorId),
  ],
)

/** The public keys that agents may sign with. While a key is exchanged both are good, until the new one was used. */
export const agentKeys = pgTable(
  'agent_keys',
  {
    organizationId: organizationId(),
    /** SHA-256 of the key, in hex: its fingerprint, and its name in every request. */
    keyId: text('key_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    /** 32 bytes of Ed25519 in base64. */
    publicKey: text('public_key').notNull(),
    createdAt: createdAt(),
    firstUsedAt: moment('first_used_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.keyId] }),
    uniqueIndex('agent_keys_key_id').on(table.keyId),
    index('agent_keys_of_agent').on(table.organizationId, table.agentId),
  ],
)

/** What was signed once is not accepted a second time; kept for as long as the signature could be accepted at all. */
export const agentNonces = pgTable(
  'agent_nonces',
  {
    organizationId: organizationId(),
    keyId: text('key_id').notNull(),
    nonce: text('nonce').notNull(),
    endsAt: moment('ends_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.keyId, table.nonce] }),
    index('agent_nonces_end').on(table.endsAt),
  ],
)

/** Shown once, good for 60 minutes and one agent; only its hash is kept. */
export const enrollmentTokens = pgTable(
  'enrollment_tokens',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    /** The name that the agent will have. */
    agentName: text('agent_name').notNull(),
    /** The agent that is shut out when the token is used: the new one takes its name and place. */
    replaces: uuid('replaces'),
    /** SHA-256 of the token, in hex. */
    tokenHash: text('token_hash').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    endsAt: moment('ends_at').notNull(),
    usedAt: moment('used_at'),
    agentId: uuid('agent_id'),
    /** Who came with it after it was used or too old. */
    refused: jsonb('refused').$type<{ code: string; at: string; host: string; from: string | null }>(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('enrollment_tokens_hash').on(table.tokenHash),
  ],
)

/** What an agent is asked for, in the order in which it was asked; see `Call` in lib/agent-protocol. */
export const agentJobs = pgTable(
  'agent_jobs',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    /** Who waits for it, `run:…` or `job:…` with the id: whoever resumes the same work finds its upload by it. */
    asker: text('asker').notNull(),
    method: text('method').notNull(),
    call: jsonb('call').$type<unknown>().notNull(),
    baseDn: text('base_dn'),
    /** `taken`: its upload was read, and the parts are gone. */
    state: text('state', { enum: ['queued', 'working', 'done', 'taken', 'failed', 'cancelled'] })
      .notNull()
      .default('queued'),
    /** Counts the imports of a connector's runs: an upload counts only while nothing newer was sealed. */
    epoch: bigint('epoch', { mode: 'number' }),
    agentId: uuid('agent_id'),
    /** Raised with every claim: whoever holds an older one changes nothing. */
    claim: integer('claim').notNull().default(0),
    leaseUntil: moment('lease_until'),
    result: jsonb('result').$type<unknown>(),
    /** Of an upload that was sealed. */
    seal: jsonb('seal').$type<{ parts: number; plainBytes: number; hash: string }>(),
    /** Nobody waits for it any more after that. */
    waitedForUntil: moment('waited_for_until').notNull(),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('agent_jobs_open').on(table.state, table.connectorId).where(sql`state in ('queued', 'working')`),
    index('agent_jobs_of_connector').on(table.organizationId, table.connectorId, table.createdAt),
    uniqueIndex('agent_jobs_one_import')
      .on(table.organizationId, table.connectorId, table.asker)
      .where(sql`state in ('queued', 'working') and method = 'import'`),
    uniqueIndex('agent_jobs_epoch')
      .on(table.organizationId, table.connectorId, table.epoch)
      .where(sql`epoch is not null`),
  ],
)

/** Parts of uploads as they arrived; they go when the job does. */
export const agentParts = pgTable(
  'agent_parts',
  {
    organizationId: organizationId(),
    jobId: uuid('job_id').notNull(),
    claim: integer('claim').notNull(),
    number: integer('number').notNull(),
    compressed: bytea('compressed').notNull(),
    plainBytes: integer('plain_bytes').notNull(),
    hash: text('hash').notNull(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.jobId, table.claim, table.number] })],
)
