import * as z from 'zod'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import { readRequest } from '@/lib/store/management-requests'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Organization, readOrganization } from '@/lib/store/organizations'
import { inLanguage } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import type { Letter } from './letter'
import { requestLink } from './request-link'

/** What people are told of the management of their account. */
export const ReviewLetter = z.object({
  template: z.enum(['managed', 'unmanaged']),
  accountId: z.uuid(),
  /** The managed teams that they are no longer in. */
  teams: z.array(z.string()).default([]),
})
/** What they are asked, and reminded of. */
export const RequestLetter = z.object({ template: z.enum(['asked', 'asked-again']), requestId: z.uuid() })

/** Null when there is no such account any more. */
export async function reviewLetter(
  tx: OrganizationTransaction,
  { template, accountId, teams }: z.infer<typeof ReviewLetter>,
): Promise<Letter | null> {
  const person = await readAccountAddress(tx, accountId)
  const organization = await readOrganization(tx)
  const args = { teams: teams.length, names: teams.join(', ') }
  return person && organization && letterTo(person, organization, template, template, args)
}

/** Null when the request is answered or over: nobody is asked what is decided. */
export async function requestLetter(
  tx: OrganizationTransaction,
  { template, requestId }: z.infer<typeof RequestLetter>,
): Promise<Letter | null> {
  const request = await readRequest(tx, requestId)
  const person = request?.state === 'open' ? await readAccountAddress(tx, request.accountId) : null
  const organization = await readOrganization(tx)
  if (!request || !person || !organization) return null
  return letterTo(person, organization, template, 'asked', {
    message: request.message === '' ? 'none' : 'some',
    text: request.message,
    until: request.expiresAt.getTime(),
    link: requestLink(tx.organizationId, requestId),
  })
}

type Person = { name: string; email: string }

const letterTo = (
  { name, email }: Person,
  { name: company, language }: Organization,
  subject: string,
  text: string,
  args: Record<string, string | number>,
): Letter =>
  inLanguage(language, () => ({
    to: { name, address: email },
    subject: sentence(`${subject}-subject`, { name, company, ...args }, 'mail'),
    text: sentence(`${text}-text`, { name, company, ...args }, 'mail'),
  }))
