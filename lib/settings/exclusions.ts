import * as z from 'zod'
import { matchTypes, protections } from './choices'

export type MatchType = (typeof matchTypes)[number]

export type Protection = (typeof protections)[number]

const fault = (error: string) => ({ error })

const written = {
  /** For people: "Service accounts". It stands in the reason of every change it decides. */
  name: z.string().trim().min(1, fault('exclusion-name-missing')).max(100, fault('exclusion-name-too-long')),
  /** An attribute of the directory (incoming), or a field of the account (protected). */
  field: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, fault('exclusion-field-invalid')),
  match: z.enum(matchTypes),
  /** One value, except with `one-of`. Compared without regard to case; `pattern` is an RE2 expression found anywhere. */
  values: z
    .array(z.string().min(1, fault('exclusion-value-missing')).max(512, fault('exclusion-value-too-long')))
    .min(1, fault('exclusion-value-missing'))
    .max(500, fault('exclusion-values-too-many')),
}
const rule = { id: z.guid(), ...written }

/**
 * Why somebody is excluded, for whoever meets it later: it stands in the reason of every change that it decides. Whoever adds
 * one person or a rule about people on screen gives it; what came from a file or was there before may have none.
 */
const why = {
  reason: z
    .string()
    .trim()
    .min(3, fault('exclusion-reason-too-short'))
    .max(200, fault('exclusion-reason-too-long'))
    .optional(),
}
const oneValue = (value: { match: MatchType; values: string[] }) =>
  value.match === 'one-of' || value.values.length === 1

/** Keeps directory records out by a condition on one of their attributes. */
export const IncomingRule = z
  .object({ ...rule, ...why })
  .refine(oneValue, { ...fault('exclusion-one-value'), path: ['values'] })
export type IncomingRule = z.infer<typeof IncomingRule>

/** Protects Messenger accounts by a condition on one of their fields. */
export const ProtectedRule = z
  .object({ ...rule, effect: z.enum(protections), ...why })
  .refine(oneValue, { ...fault('exclusion-one-value'), path: ['values'] })
export type ProtectedRule = z.infer<typeof ProtectedRule>

/** One protected account; the name is kept for display. */
export const ProtectedAccount = z.object({
  accountId: z.guid(),
  name: z.string().max(256),
  effect: z.enum(protections),
  ...why,
})

/** Protects lists and organizational groups by a condition on their name, address or description. */
export const ProtectedGroupRule = z
  .object({ ...rule, field: z.enum(['name', 'address', 'description']) })
  .refine(oneValue, { ...fault('exclusion-one-value'), path: ['values'] })
export type ProtectedGroupRule = z.infer<typeof ProtectedGroupRule>

/** One protected list or organizational group; the name is kept for display. */
export const ProtectedGroup = z.object({ groupId: z.guid(), name: z.string().max(1024) })

/**
 * Both kinds of exclusion. An incoming rule releases a joined account (the link ends, the account stays) and never takes
 * access away; a protected account keeps what its effect says, whatever the directory says. A protected list or
 * organizational group is neither overwritten nor removed, and nobody is put in or taken out.
 */
export const ExclusionSettings = z.object({
  incoming: z.array(IncomingRule).max(200, fault('exclusions-too-many')).default([]),
  protected: z
    .object({
      accounts: z.array(ProtectedAccount).max(10_000, fault('exclusions-too-many')).default([]),
      rules: z.array(ProtectedRule).max(200, fault('exclusions-too-many')).default([]),
      groups: z.array(ProtectedGroup).max(10_000, fault('exclusions-too-many')).default([]),
      groupRules: z.array(ProtectedGroupRule).max(200, fault('exclusions-too-many')).default([]),
    })
    .prefault({}),
})
export type ExclusionSettings = z.infer<typeof ExclusionSettings>

const aName = (most: number) =>
  z.string().trim().min(1, fault('exclusion-value-missing')).max(most, fault('exclusion-value-too-long'))
const wrong = { ...fault('exclusion-one-value'), path: ['values'] }

/** The same as a file writes it: rules are known by their names, accounts by address or id, groups by name, address or id. */
export const WrittenExclusions = z.object({
  incoming: z
    .array(z.object({ ...written, ...why }).refine(oneValue, wrong))
    .max(200, fault('exclusions-too-many'))
    .default([]),
  protected: z
    .object({
      accounts: z
        .array(z.object({ account: aName(320), effect: z.enum(protections), ...why }))
        .max(10_000, fault('exclusions-too-many'))
        .default([]),
      rules: z
        .array(z.object({ ...written, effect: z.enum(protections), ...why }).refine(oneValue, wrong))
        .max(200, fault('exclusions-too-many'))
        .default([]),
      groups: z
        .array(z.object({ group: aName(1024) }))
        .max(10_000, fault('exclusions-too-many'))
        .default([]),
      groupRules: z
        .array(z.object({ ...written, field: ProtectedGroupRule.shape.field }).refine(oneValue, wrong))
        .max(200, fault('exclusions-too-many'))
        .default([]),
    })
    .prefault({}),
})
export type WrittenExclusions = z.infer<typeof WrittenExclusions>
