import type { AuditPlace } from '@/lib/store/audit-list'

/** A place in the record as a word of an address. */
export const placeText = ({ at, id }: AuditPlace): string => `${at} ${id}`

const place =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** @returns undefined for what is none: somebody changed the address, and sees the newest entries */
export function placeIn(text: string | undefined): AuditPlace | undefined {
  const [, at, id] = place.exec(text ?? '') ?? []
  return at && id ? { at, id } : undefined
}
