import * as z from 'zod'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { sentence } from '@/lib/words/words'
import type { Letter } from './letter'

export const AccountLetter = z.object({ template: z.enum(['welcome', 'farewell']), accountId: z.uuid() })

/** The mail to somebody whose access began or ended, or null when there is no such account any more. */
export async function accountLetter(
  organizationId: string,
  { template, accountId }: z.infer<typeof AccountLetter>,
): Promise<Letter | null> {
  const { person, company } = await inOrganization(organizationId, async tx => ({
    person: await readAccountAddress(tx, accountId),
    company: (await readOrganization(tx))?.name ?? '',
  }))
  if (!person) return null
  const args = { name: person.name, company }
  return {
    to: { name: person.name, address: person.email },
    subject: sentence(`${template}-subject`, args, 'mail'),
    text: sentence(`${template}-text`, args, 'mail'),
  }
}
