import type { AuditEvent } from '@/lib/audit/record'

/** Who starts the runs of a schedule. */
export const scheduler = 'scheduler'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Administrators are known by their row; anyone else works beside the database, at the command line. */
export function actorOf(id: string): AuditEvent['actor'] {
  if (id === scheduler) return { kind: 'system', id }
  return { kind: uuid.test(id) ? 'administrator' : 'operator', id }
}
