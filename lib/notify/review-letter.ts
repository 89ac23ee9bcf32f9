import * as z from 'zod'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import { readRequest } from '@/lib/store/management-requests'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { sentence } from '@/lib/words/words'
import type { Letter } from './letter'
import { requestLink } from './request-link'

/** What people are told of the management of their account. */
export const ReviewLetter = z.object({ template: z.enum(['managed', 'unmanaged']), accountId: z.uuid() })
/** What they are asked, and reminded of. */
export const RequestLetter = z.object({ template: z.enum(['asked', 'asked-again']), requestId: z.uuid() })

/** Null when there is no such account any more. */
export async function reviewLetter(
  organizationId: string,
  { template, accountId }: z.infer<typeof ReviewLetter>,
): Promise<Letter | null> {
  const read = await inOrganization(organizationId, async tx => ({
    person: await readAccountAddress(tx, accountId),
    company: (await readOrganization(tx))?.name ?? '',
  }))
  return read.person && letterTo(read.person, template, template, { company: read.company })
}

/** Null when the request is answered or over: nobody is asked what is decided. */
export async function requestLetter(
  organizationId: string,
  { template, requestId }: z.infer<typeof RequestLetter>,
): Promise<Letter | null> {
  const read = await inOrganization(organizationId, async tx => {
    const request = await readRequest(tx, requestId)
    const person = request?.state === 'open' ? await readAccountAddress(tx, request.accountId) : null
    return request && person ? { request, person, company: (await readOrganization(tx))?.name ?? '' } : null
  })
  if (!read) return null
  const { request, person, company } = read
  return letterTo(person, template, 'asked', {
    company,
    message: request.message === '' ? 'none' : 'some',
    text: request.message,
    until: request.expiresAt.getTime(),
    link: requestLink(organizationId, requestId),
  })
}

type Person = { name: string; email: string }

const letterTo = (
  { name, email }: Person,
  subject: string,
  text: string,
  args: Record<string, string | number>,
): Letter => ({
  to: { name, address: email },
  subject: sentence(`${subject}-subject`, { name, ...args }, 'mail'),
  text: sentence(`${text}-text`, { name, ...args }, 'mail'),
})
