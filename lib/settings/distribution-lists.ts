import * as z from 'zod'

/** A chosen list, by objectGUID; the DN is kept for display only. */
const ChosenList = z.object({ anchor: z.guid(), dn: z.string().max(2048) })

/**
 * Which distribution lists become lists in Messenger. `people`: whether somebody outside of every included unit takes part
 * for being in one of the chosen lists, directly or through other lists.
 */
export const DistributionListSettings = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('none') }),
  z.object({ mode: z.literal('all') }),
  z.object({
    mode: z.literal('chosen'),
    lists: z
      .array(ChosenList)
      .min(1, { error: 'distribution-lists-empty' })
      .max(2_000, { error: 'distribution-lists-too-many' }),
    people: z.enum(['left-out', 'in-scope']).default('left-out'),
  }),
])
export type DistributionListSettings = z.infer<typeof DistributionListSettings>

/** The lists through which people come into scope. */
export const listsOfPeople = (settings: DistributionListSettings): { anchor: string; dn: string }[] =>
  settings.mode === 'chosen' && settings.people === 'in-scope' ? settings.lists : []
