'use server'

import * as z from 'zod'
import { type Answer, answer } from '@/app/forms/answer'
import { askedLanguage } from '@/lib/access/asked-language'
import { completeSetup } from '@/lib/access/setup-link'
import { refused } from '@/lib/outcome'

const text = z.string().max(1024)
const Setup = z.object({
  token: text,
  organizationName: text,
  domain: text,
  displayName: text,
  email: text,
  password: text,
})

/** The one action without a session: the one-time link is the permission, and it is checked where it is used up. */
export async function setUp(input: unknown): Promise<Answer<null>> {
  const setup = Setup.safeParse(input)
  if (!setup.success) return answer('access', refused('value-invalid'))
  const outcome = await completeSetup(setup.data, new Date(), await askedLanguage())
  return answer('access', outcome.ok ? { ok: true, value: null } : outcome)
}
