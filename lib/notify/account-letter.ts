import * as z from 'zod'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { inLanguage, type Language } from '@/lib/words/language'
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
  const { language, name: company } = organization
  const words = accountWords(template, { name: person.name, company, language })
  return { to: { name: person.name, address: person.email }, ...words }
}

/** What such a mail says to somebody, in the language of mails to the company's people. */
export function accountWords(
  template: z.infer<typeof AccountLetter>['template'],
  { language, ...args }: { name: string; company: string; language: Language },
): Pick<Letter, 'subject' | 'text'> {
  return inLanguage(language, () => ({
    subject: sentence(`${template}-subject`, args, 'mail'),
    text: sentence(`${template}-text`, args, 'mail'),
  }))
}
