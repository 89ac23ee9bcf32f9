import type { AuditEvent } from '@/lib/audit/record'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Administrators are known by their row; anyone else works beside the database, at the command line. */
export const actorOf = (id: string): AuditEvent['actor'] => ({ kind: uuid.test(id) ? 'administrator' : 'operator', id })
