import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AlertEvent } from '@/lib/settings/alerts'
import { alertEvents, deliveries } from '@/lib/settings/choices'
import { moment, organizationId } from './columns'

/** What administrators should know of. A cause that stands is one row, however often it is met again. */
export const alerts = pgTable(
  'alerts',
  {
    organizationId: organizationId(),
    id: uuid('id').notNull(),
    /** The organization's own id where it is about none of its connectors, but about what they have in common. */
    connectorId: uuid('connector_id').notNull(),
    event: text('event', { enum: alertEvents }).$type<AlertEvent>().notNull(),
    /** Tells one standing cause from another: codes of holds, of a fault, a certificate's end. */
    cause: text('cause').notNull(),
    /** Why, as it was met last: codes with a sentence each. */
    because: jsonb('because').$type<{ code: string; args: Record<string, string | number> }[]>().notNull(),
    /** The run that met it last. */
    runId: uuid('run_id'),
    runNumber: integer('run_number'),
    times: integer('times').notNull().default(1),
    firstAt: moment('first_at').notNull(),
    lastAt: moment('last_at').notNull(),
    /** When it was over; null = it stands. */
    endedAt: moment('ended_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('alerts_standing')
      .on(table.organizationId, table.connectorId, table.event, table.cause)
      .where(sql`ended_at is null`),
    index('alerts_recent').on(table.organizationId, table.lastAt),
  ],
)

/** What an administrator chose to be told; an event without a row is as usual for the role. */
export const alertPreferences = pgTable(
  'alert_preferences',
  {
    organizationId: organizationId(),
    administratorId: uuid('administrator_id').notNull(),
    event: text('event', { enum: alertEvents }).$type<AlertEvent>().notNull(),
    delivery: text('delivery', { enum: deliveries }).notNull(),
  },
  table => [primaryKey({ columns: [table.organizationId, table.administratorId, table.event] })],
)

/** Whom an alert is to be told to, and when. */
export const alertNotices = pgTable(
  'alert_notices',
  {
    organizationId: organizationId(),
    administratorId: uuid('administrator_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    /** Not told before then; null = there is nothing left to tell. */
    dueAt: moment('due_at'),
    /** In the mail of the day, instead of one of its own. */
    digest: boolean('digest').notNull(),
    toldAt: moment('told_at'),
  },
  table => [
    primaryKey({ columns: [table.organizationId, table.administratorId, table.alertId] }),
    index('alert_notices_due').on(table.dueAt).where(sql`due_at is not null`),
  ],
)
