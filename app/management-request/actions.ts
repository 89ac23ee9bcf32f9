'use server'

import * as z from 'zod'
import { type Answer, answer } from '@/app/forms/answer'
import { refused } from '@/lib/outcome'
import { answerRequest } from '@/lib/unmanaged/answer-request'

const Input = z.object({ token: z.string().max(500), accept: z.boolean(), reason: z.string().trim().max(500) })

/** An action without a session: the signed link is the permission, and it is checked where it is used up. */
export async function answerManagementRequest(input: unknown): Promise<Answer<null>> {
  const parsed = Input.safeParse(input)
  if (!parsed.success) return answer('review', refused('request-unknown'))
  const { token, accept, reason: text } = parsed.data
  return answer('review', await answerRequest(token, { accept, text }))
}
