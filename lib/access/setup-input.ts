import * as z from 'zod'
import { canonicalDomain } from '@/lib/store/domains'
import { canonicalEmail } from './email'

const text = (missing: string, longest: number, tooLong: string) =>
  z.string({ error: missing }).trim().min(1, { error: missing }).max(longest, { error: tooLong })

/** Reads a value into its canonical form, or refuses it with a code. */
const canonical = (read: (value: string) => string | null, code: string) =>
  z.string({ error: code }).transform((value, context) => {
    const result = read(value)
    if (result !== null) return result
    context.addIssue({ code: 'custom', message: code })
    return z.NEVER
  })

/** A new password: long rather than complicated (NIST SP 800-63B §5.1.1). */
const NewPassword = z
  .string({ error: 'password-too-short' })
  .min(12, { error: 'password-too-short' })
  .max(256, { error: 'password-too-long' })
  .refine(value => new Set(value.trim()).size >= 4, { error: 'password-too-simple' })

/** What the first-run page asks for. */
export const SetupInput = z
  .object({
    token: z.string({ error: 'setup-link-unknown' }).max(200, { error: 'setup-link-unknown' }),
    organizationName: text('organization-name-missing', 100, 'organization-name-too-long'),
    domain: canonical(canonicalDomain, 'domain-invalid'),
    displayName: text('display-name-missing', 100, 'display-name-too-long'),
    email: canonical(canonicalEmail, 'email-invalid'),
    password: NewPassword,
  })
  .refine(values => values.password.toLowerCase() !== values.email, {
    error: 'password-too-simple',
    path: ['password'],
  })
export type SetupValues = z.output<typeof SetupInput>
