import * as z from 'zod'

const Ids = z.array(z.uuid()).max(10_000)

/** What somebody selected of a list: these, or all that match its filter but these. */
export const Chosen = z.object({
  list: z.enum(['managed', 'unmanaged']),
  /** The query part of the list's address. */
  filter: z.string().max(2_000),
  only: Ids.optional(),
  without: Ids.optional(),
})
export type Chosen = z.infer<typeof Chosen>

/** What narrows the list. What was chosen one by one stays chosen, whatever the list is narrowed to afterwards. */
export const searchOfChosen = ({ filter, only }: Chosen): Record<string, string> =>
  only ? {} : Object.fromEntries(new URLSearchParams(filter))
