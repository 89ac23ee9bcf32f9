import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type {
  GroupAspect,
  GroupBecause,
  GroupChangeKind,
  GroupKind,
  GroupSource,
  GroupValues,
  MembershipSource,
} from '@/lib/sync/groups/group-change'
import { createdAt, moment, organizationId } from './columns'

/** Messenger's organizational groups, which have no members of their own, and its lists. */
export const groups = pgTable(
  'groups',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    kind: text('kind').$type<GroupKind>().notNull(),
    name: text('name').notNull(),
    address: text('address'),
    description: text('description'),
    parentId: uuid('parent_id'),
    source: text('source').$type<GroupSource>().notNull(),
    /** The connector that keeps it in step; null for what was made by hand or belongs to the system. */
    connectorId: uuid('connector_id'),
    /**
     * What the lists are sorted and searched by, so that all of it fits into the one index that they read (groups_list, ICU's
     * order; it stands in the migrations, because its further columns cannot be said here).
     */
    nameKey: text('name_key').notNull().generatedAlwaysAs(sql`left(name, 64)`),
    addressKey: text('address_key').notNull().generatedAlwaysAs(sql`left(coalesce(address, ''), 64)`),
    searchKey: text('search_key')
      .notNull()
      .generatedAlwaysAs(
        sql`lower((left(name, 96) || ' ' || left(coalesce(address, ''), 96) || ' ' || left(coalesce(description, ''), 120)) collate "und-x-icu")`,
      ),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    /** Canonical, so that equal addresses are equal bytes. */
    uniqueIndex('groups_address').on(table.organizationId, table.address).where(sql`address is not null`),
    index('groups_parent').on(table.organizationId, table.parentId).where(sql`parent_id is not null`),
  ],
)

/** The link between a unit or a list of the directory (anchor) and what it became. */
export const groupJoins = pgTable(
  'group_joins',
  {
    organizationId: organizationId(),
    connectorId: uuid('connector_id').notNull(),
    anchor: uuid('anchor').notNull(),
    groupId: uuid('group_id').notNull(),
    /** The unit it stood in when last seen: absence counts only while that one is still readable. */
    parent: uuid('parent'),
    /** When it was let go: it is Messenger's own since then, and is taken up again if the directory has it again. */
    releasedAt: moment('released_at'),
    lastSeenAt: moment('last_seen_at'),
    /** When the first complete read missed it. */
    suspectedAt: moment('suspected_at'),
    /** Of a list: members that were read and have no account here. */
    outside: integer('outside').notNull().default(0),
    /** Of a list: members that were not read, such as contacts and people elsewhere. */
    others: integer('others').notNull().default(0),
    /** Of a list: false when its members could not be read the last time. */
    membersKnown: boolean('members_known').notNull().default(true),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.connectorId, table.anchor] }),
    uniqueIndex('group_joins_group').on(table.organizationId, table.groupId),
  ],
)

/** Who is in a list directly, and who says so: what the directory gave and what was added by hand stand side by side. */
export const groupMembers = pgTable(
  'group_members',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    accountId: uuid('account_id').notNull(),
    source: text('source').$type<MembershipSource>().notNull(),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.groupId, table.accountId, table.source] }),
    index('group_members_account').on(table.organizationId, table.accountId),
  ],
)

/** Lists that stand in lists. They may form circles. */
export const groupNestings = pgTable(
  'group_nestings',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    innerId: uuid('inner_id').notNull(),
    source: text('source').$type<MembershipSource>().notNull(),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.groupId, table.innerId, table.source] }),
    index('group_nestings_inner').on(table.organizationId, table.innerId),
  ],
)

/** Everybody a list reaches, through however many lists: what follows from the two tables before. */
export const effectiveMembers = pgTable(
  'effective_members',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    accountId: uuid('account_id').notNull(),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.groupId, table.accountId] }),
    index('effective_members_account').on(table.organizationId, table.accountId),
  ],
)

/**
 * The plan's rows about organizational groups and lists, beside those about people. Up to three of one list: itself, who
 * joins it, and who leaves it, so that each can be held and approved by itself.
 */
export const groupChanges = pgTable(
  'group_changes',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    anchor: uuid('anchor').notNull(),
    aspect: text('aspect').$type<GroupAspect>().notNull(),
    groupKind: text('group_kind').$type<GroupKind>().notNull(),
    groupId: uuid('group_id'),
    kind: text('kind').$type<GroupChangeKind>().notNull(),
    reason: text('reason').notNull(),
    because: jsonb('because').$type<GroupBecause>().notNull(),
    /** True when the directory object was in the read. */
    read: boolean('read').notNull(),
    before: jsonb('before').$type<GroupValues>(),
    after: jsonb('after').$type<GroupValues>(),
    /** Of the aspects about members: how many rows of `membership_changes` are its own. */
    members: integer('members').notNull().default(0),
    /** Hash of kind, group, before, after and the members: what an approval binds to. */
    hash: text('hash').notNull(),
    name: text('name').notNull(),
    state: text('state', { enum: ['noted', 'planned', 'held', 'applied', 'failed', 'left', 'cancelled'] }).notNull(),
    /** Groups before those below them, joining before leaving, endings last. */
    phase: integer('phase').notNull(),
    failure: text('failure'),
    appliedAt: moment('applied_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.runId, table.anchor, table.aspect] }),
    index('group_changes_pending').on(table.organizationId, table.runId, table.state, table.phase, table.anchor),
    index('group_changes_list').on(table.organizationId, table.runId, table.name, table.anchor),
  ],
)

/** Who joins or leaves a list: the differences of two sets, one row for each. They share the state of their row of the plan. */
export const membershipChanges = pgTable(
  'membership_changes',
  {
    organizationId: organizationId(),
    runId: uuid('run_id').notNull(),
    list: uuid('list').notNull(),
    aspect: text('aspect', { enum: ['joining', 'leaving'] }).notNull(),
    memberKind: text('member_kind', { enum: ['person', 'list'] }).notNull(),
    source: text('source').$type<MembershipSource>().notNull(),
    /** The member's anchor; of a membership made by hand, the account's or the list's id. */
    member: uuid('member').notNull(),
    name: text('name').notNull(),
    appliedAt: moment('applied_at'),
  },
  table => [
    primaryKey({
      columns: [
        ...([table.organizationId, table.runId, table.list, table.aspect] as const),
        ...([table.memberKind, table.source, table.member] as const),
      ],
    }),
  ],
)
