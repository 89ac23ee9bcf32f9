import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Quote } from '@/lib/settings/team-quote'
import type { PaidPlan, PlanType, TeamManagement, TeamRole, TeamSettings, TeamStatus } from '@/lib/settings/teams'
import { createdAt, moment, organizationId } from './columns'

/** Messenger's teams in which people of the organization take part: those that it manages, and those that others made. */
export const teams = pgTable(
  'teams',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    /** Who pays for it, as Messenger knows them; an account of the organization has its row among the members. Empty = unknown. */
    ownerEmail: text('owner_email').notNull(),
    planType: text('plan_type').$type<PlanType>().notNull().default('free'),
    /** Of a premium plan: what was paid for, and until when. */
    paid: jsonb('paid').$type<PaidPlan>(),
    status: text('status').$type<TeamStatus>().notNull().default('active'),
    /** Of a team that was added here; null = as whoever made it chose. */
    settings: jsonb('settings').$type<TeamSettings>(),
    management: text('management').$type<TeamManagement>().notNull().default('found'),
    /** Why it was left alone or suspended, or why its owner declined. */
    managementReason: text('management_reason'),
    managementAt: moment('management_at'),
    /** Both are kept by whoever writes members: lists are sorted by them. */
    memberCount: integer('member_count').notNull().default(0),
    externalCount: integer('external_count').notNull().default(0),
    lastActiveAt: moment('last_active_at'),
    /** The address that it has in another Messenger (SCIM's resource), which keeps it; null = it is Messenger's own. */
    remoteUrl: text('remote_url'),
    /**
     * What lists are sorted and searched by, so that all of it fits into the one index that they read (teams_list, ICU's
     * order; it stands in the migrations, because its further columns cannot be said here).
     */
    nameKey: text('name_key').notNull().generatedAlwaysAs(sql`left(name, 64)`),
    ownerKey: text('owner_key').notNull().generatedAlwaysAs(sql`left(owner_email, 64)`),
    searchKey: text('search_key')
      .notNull()
      .generatedAlwaysAs(sql`lower((left(name, 96) || ' ' || left(owner_email, 96)) collate "und-x-icu")`),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('teams_remote').on(table.organizationId, table.remoteUrl).where(sql`remote_url is not null`),
  ],
)

/** Who is in a team, each once: an account of the organization, or somebody outside of it. */
export const teamMembers = pgTable(
  'team_members',
  {
    organizationId: organizationId(),
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    /** null = somebody outside, known by their address only. */
    accountId: uuid('account_id'),
    name: text('name').notNull(),
    email: text('email').notNull(),
    /** Canonical address (written by TypeScript), the identity for comparison. */
    emailKey: text('email_key').notNull(),
    role: text('role').$type<TeamRole>().notNull().default('member'),
    /** Since when the organization pays for this person outside; in however many teams, it is one seat. */
    billedSince: moment('billed_since'),
    /** How far this member is in the adoption of the team; null = it was never brought in. */
    adoption: text('adoption', { enum: ['waiting', 'done', 'not-ready'] }),
    /** Why this member did not come along: a code of lib/words/en/teams. */
    adoptionBecause: text('adoption_because'),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.teamId, table.id] }),
    uniqueIndex('team_members_once').on(table.organizationId, table.teamId, table.emailKey),
    index('team_members_account').on(table.organizationId, table.accountId),
    index('team_members_waiting').on(table.organizationId, table.teamId).where(sql`adoption = 'waiting'`),
    index('team_members_billed').on(table.organizationId, table.emailKey).where(sql`billed_since is not null`),
  ],
)

/** That a team was brought in: who committed to which cost, exactly as it was shown, and how far it is. */
export const teamAdoptions = pgTable(
  'team_adoptions',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    teamId: uuid('team_id').notNull(),
    /** What was shown, and agreed to. */
    quote: jsonb('quote').$type<Quote>().notNull(),
    committedBy: uuid('committed_by').notNull(),
    /** As the name was then. */
    committedByName: text('committed_by_name').notNull(),
    committedAt: moment('committed_at').notNull(),
    /** Members when it was brought in. */
    members: integer('members').notNull(),
    finishedAt: moment('finished_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('team_adoptions_team').on(table.organizationId, table.teamId, table.committedAt),
    index('team_adoptions_open').on(table.committedAt).where(sql`finished_at is null`),
  ],
)

/** What a team's owner was asked: whether it may come under the organization's management. The link in the mail answers once. */
export const teamRequests = pgTable(
  'team_requests',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    teamId: uuid('team_id').notNull(),
    /** Of the administrator's choice; it stands in the mail. */
    message: text('message').notNull(),
    askedBy: uuid('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** What the owner answered, and why; a question that was taken back is `withdrawn`. */
    answer: text('answer', { enum: ['accepted', 'declined', 'withdrawn', 'expired'] }),
    reason: text('reason'),
    answeredAt: moment('answered_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('team_requests_open').on(table.organizationId, table.teamId).where(sql`answer is null`),
  ],
)

/** That somebody who may spend was asked to bring a team in, for the cost that was shown then. */
export const teamSpendRequests = pgTable(
  'team_spend_requests',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    teamId: uuid('team_id').notNull(),
    /** As it was shown to whoever asks; whoever approves is shown what is true then. */
    quote: jsonb('quote').$type<Quote>().notNull(),
    message: text('message').notNull(),
    askedBy: uuid('asked_by').notNull(),
    approver: uuid('approver').notNull(),
    askedAt: moment('asked_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    answer: text('answer', { enum: ['approved', 'declined', 'withdrawn', 'expired'] }),
    reason: text('reason'),
    answeredBy: uuid('answered_by'),
    answeredAt: moment('answered_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('team_spend_requests_open').on(table.organizationId, table.teamId).where(sql`answer is null`),
    index('team_spend_requests_team').on(table.organizationId, table.teamId, table.askedAt),
  ],
)
