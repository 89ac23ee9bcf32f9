'use server'

import * as z from 'zod'
import { type Answer, answer } from '@/app/forms/answer'
import { refused } from '@/lib/outcome'
import { answerRequest } from '@/lib/teams/answer-request'

const Input = z.object({ token: z.string().max(500), accept: z.boolean(), reason: z.string().max(5_000) })

/** An action without a session: the signed link is the permission, and it is checked where it is used up. */
export async function answerTeamRequest(input: unknown): Promise<Answer<null>> {
  const parsed = Input.safeParse(input)
  return answer('teams', parsed.success ? await answerRequest(parsed.data) : refused('request-unknown'))
}
