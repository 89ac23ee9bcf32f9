import * as z from 'zod'
import { joinRules } from './choices'

export type JoinRule = (typeof joinRules)[number]

/** The rules that link by themselves, in their order; whatever they leave open an administrator decides. */
export const JoiningSettings = z.object({
  rules: z
    .array(z.enum(joinRules, { error: 'join-rule-unknown' }))
    .refine(rules => new Set(rules).size === rules.length, { error: 'join-rule-twice' })
    .default([...joinRules]),
})
export type JoiningSettings = z.infer<typeof JoiningSettings>
