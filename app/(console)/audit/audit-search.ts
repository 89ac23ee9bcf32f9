import * as z from 'zod'
import { type AuditFilter, auditActors, auditSubjects } from '@/lib/store/audit-list'

/** What the address of the record asks for; what it asks wrongly does not narrow. */
export const AuditSearch = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  who: z.enum(auditActors).optional().catch(undefined),
  about: z.enum(auditSubjects).optional().catch(undefined),
  day: z.iso.date().optional().catch(undefined),
  single: z.literal('yes').optional().catch(undefined),
})
export type AuditSearch = z.infer<typeof AuditSearch>

/** @param timeZone the organization's, whose days they are */
export const filterOf = ({ q, who, about, day, single }: AuditSearch, timeZone: string): AuditFilter => ({
  ...{ who, about, query: q || undefined, single: single === 'yes' },
  day: day === undefined ? undefined : { day, timeZone },
})

/** Whether anything narrows the record. */
export const isNarrowed = ({ single: _, ...search }: AuditSearch): boolean =>
  Object.values(search).some(value => value !== undefined && value !== '')
