import * as z from 'zod'

/** What a directory job of each kind is asked; stored in `directory_jobs.request`. */
export const ProbeRequest = z.object({
  /** Of the draft to be tested (lib/connectors/secret `draftHash`); only this one is tested and marked. */
  hash: z.string(),
})
export type ProbeRequest = z.infer<typeof ProbeRequest>

export const BrowseRequest = z.object({
  /** The unit whose children are wanted; null = the search base itself. */
  parent: z.guid().nullable(),
})
export type BrowseRequest = z.infer<typeof BrowseRequest>

export const ResolveUnitsRequest = z.object({
  /** DNs or GUIDs; the result has one node or null for each, in this order. */
  references: z.array(z.string()),
})
export type ResolveUnitsRequest = z.infer<typeof ResolveUnitsRequest>

export const CheckRequest = z.object({
  /** Whom: an objectGUID, an address, a user name, an employee number, or the beginning of a name. */
  query: z.string().trim().min(1).max(200),
  /** The configuration to check with. */
  version: z.number().int().positive(),
})
export type CheckRequest = z.infer<typeof CheckRequest>
