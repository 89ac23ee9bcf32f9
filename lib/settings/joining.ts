import * as z from 'zod'

/**
 * How an account that nobody manages is found to be a directory person's, beside objectGUID, which always comes first.
 * `verified-mail`: the same address. `employee-id`: the same employee number. `user-name`: the person's userPrincipalName is
 * the account's address.
 */
export const joinRules = ['verified-mail', 'employee-id', 'user-name'] as const
export type JoinRule = (typeof joinRules)[number]

/** The rules that link by themselves, in their order; whatever they leave open an administrator decides. */
export const JoiningSettings = z.object({
  rules: z
    .array(z.enum(joinRules, { error: 'join-rule-unknown' }))
    .refine(rules => new Set(rules).size === rules.length, { error: 'join-rule-twice' })
    .default([...joinRules]),
})
export type JoiningSettings = z.infer<typeof JoiningSettings>
