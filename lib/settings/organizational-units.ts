import * as z from 'zod'
import { newUnits } from './choices'

export const NewUnits = z.enum(newUnits)
export type NewUnits = z.infer<typeof NewUnits>

/**
 * A rule names a unit by objectGUID: any 16 bytes, with or without the version bits of RFC 9562. The DN is kept for
 * display only, because units are renamed and moved.
 */
export const OrganizationalUnitRule = z
  .object({
    anchor: z.guid(),
    dn: z.string().max(2048),
    effect: z.enum(['include', 'exclude']),
    /** Of an including rule; absent = as the settings say. */
    newUnits: NewUnits.optional(),
  })
  .refine(({ effect, newUnits }) => effect === 'include' || newUnits === undefined, {
    error: 'organizational-unit-new-units-excluded',
    path: ['newUnits'],
  })
export type OrganizationalUnitRule = z.infer<typeof OrganizationalUnitRule>

/**
 * Which units' people are synchronized. `chosen`: the nearest rule on the way up decides; no rule = not included.
 * `none`: nobody is in scope (which never removes anyone by itself, see the hold). `newUnits`: absent = include.
 */
export const OrganizationalUnitSettings = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('all'), newUnits: NewUnits.optional() }),
  z.object({ mode: z.literal('none') }),
  z.object({
    mode: z.literal('chosen'),
    newUnits: NewUnits.optional(),
    rules: z
      .array(OrganizationalUnitRule)
      .max(10_000)
      .refine(rules => rules.some(rule => rule.effect === 'include'), { error: 'organizational-units-empty' }),
  }),
])
export type OrganizationalUnitSettings = z.infer<typeof OrganizationalUnitSettings>
