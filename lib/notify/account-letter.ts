import * as z from 'zod'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { inLanguage } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import type { Letter } from './letter'

export const AccountLetter = z.object({ template: z.enum(['welcome', 'farewell']), accountId: z.uuid() })

/** The mail to somebody whose access began or ended, or null when there is no such account any more. */
export async function accountLetter(
  tx: OrganizationTransaction,
  { template, accountId }: z.infer<typeof AccountLetter>,
): Promise<Letter | null> {
  const person = await readAccountAddress(tx, accountId)
  const organization = await readOrganization(tx)
  if (!person || !organization) return null
  const args = { name: person.name, company: organization.name }
  return inLanguage(organization.language, () => ({
    to: { name: person.name, address: person.email },
    subject: sentence(`${template}-subject`, args, 'mail'),
    text: sentence(`${template}-text`, args, 'mail'),
  }))
}
