import * as z from 'zod'

/** Why settings of another Messenger are refused; sentences in lib/words/en/messenger.json. */
const fault = (error: string) => ({ error })

/** Plain HTTP only on this machine itself, where nobody listens in. */
const isSafe = (url: URL): boolean =>
  url.username === '' &&
  url.password === '' &&
  url.search === '' &&
  url.hash === '' &&
  (url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)))

/** What becomes of what somebody changed in the other Messenger: put right again, or only shown. */
export const driftPolicies = ['ours-wins', 'report'] as const
export type DriftPolicy = (typeof driftPolicies)[number]

/** A Messenger that stands elsewhere and speaks SCIM 2.0 (RFC 7644). */
export const MessengerSettings = z.object({
  /** Where its `/Users` and `/Groups` are, without them. */
  baseUrl: z
    .string()
    .trim()
    .max(2048, fault('messenger-url-invalid'))
    .refine(text => URL.canParse(text) && isSafe(new URL(text)), fault('messenger-url-invalid'))
    .transform(text => text.replace(/\/+$/, '')),
  /** PEM of the company's own authority; null = the public ones. */
  authority: z.string().max(65_536, fault('messenger-authority-too-large')).nullable(),
  /** The bearer token (RFC 6750). null keeps the one that was given for the same address and authority. */
  token: z
    .string()
    .regex(/^[\x21-\x7e]{1,4096}$/, fault('messenger-token-invalid'))
    .nullable(),
  /** Whether addresses of its accounts are as good as verified: only then are they ever linked to people. */
  verifiesAddresses: z.boolean(),
  drift: z.enum(driftPolicies),
})
export type MessengerSettings = z.infer<typeof MessengerSettings>
