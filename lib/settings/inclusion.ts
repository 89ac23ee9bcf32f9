import * as z from 'zod'

/**
 * How values of an attribute compare, from what the directory's schema says of it (MS-ADTS 3.1.1.2.2.2). `other` and
 * `octets` are only there or not.
 */
export const AttributeSyntax = z.enum([
  'text',
  'exact-text',
  'name',
  'integer',
  'large-integer',
  'boolean',
  'time',
  'dn',
  'sid',
  'octets',
  'other',
])
export type AttributeSyntax = z.infer<typeof AttributeSyntax>

/** An attribute of the filter: as the filter writes it, as the schema does, and how its values compare. */
const FilterAttribute = z.object({
  written: z.string().max(100),
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/),
  syntax: AttributeSyntax,
})

/**
 * The inclusion rule: of the people in the chosen units, only those take part who match an LDAP filter (RFC 4515). It comes
 * with what the schema said of its attributes when it was checked, so that a run decides without asking. Null = everybody.
 */
export const InclusionSettings = z
  .object({ filter: z.string().min(1).max(4_096), attributes: z.array(FilterAttribute).max(200) })
  .nullable()
export type InclusionSettings = z.infer<typeof InclusionSettings>
