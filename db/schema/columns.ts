import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Every key starts with the organization, so that a table can be sharded by it and a query cannot forget it. */
export const organizationId = () => uuid('organization_id').notNull()
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
export const createdAt = () => moment('created_at').notNull().defaultNow()
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
