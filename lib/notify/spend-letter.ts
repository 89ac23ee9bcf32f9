import * as z from 'zod'
import { money } from '@/lib/settings/money'
import { readAdministrator } from '@/lib/store/administrators'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { readSpendRequest, type SpendRequest } from '@/lib/store/team-spend-requests'
import { readTeam } from '@/lib/store/teams'
import { inLanguage, spokenLocale } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import type { Letter } from './letter'
import { linkTo } from './link-to'

export const SpendLetter = z.object({
  template: z.enum(['team-spend', 'team-spend-answered']),
  requestId: z.uuid(),
})

/** To whoever is asked to approve the cost of a team, and what they answered to whoever asks; null when it is of no use any more. */
export async function spendLetter(
  tx: OrganizationTransaction,
  { template, requestId }: z.infer<typeof SpendLetter>,
): Promise<Letter | null> {
  const request = await readSpendRequest(tx, requestId)
  const to = request && (await readAdministrator(tx, template === 'team-spend' ? request.approver : request.askedBy))
  const team = request && (await readTeam(tx, request.teamId))
  const organization = await readOrganization(tx)
  if (!request || !to || !team || !organization || (request.answer === null) !== (template === 'team-spend'))
    return null
  const link = linkTo(`/teams/${team.id}${template === 'team-spend' ? '/bring-in' : ''}`)
  return inLanguage(to.language, () => {
    const { timeZone } = organization
    const until = new Intl.DateTimeFormat(spokenLocale(), { dateStyle: 'long', timeStyle: 'short', timeZone })
    const said = { name: to.displayName, team: team.name, link, until: until.format(request.expiresAt) }
    const args = { ...argsOf(request), ...said }
    return {
      to: { name: to.displayName, address: to.email },
      subject: sentence(`${template}-subject`, args, 'mail'),
      text: sentence(`${template}-text`, args, 'mail'),
    }
  })
}

function argsOf({ quote, answer, reason, message, askedByName, approverName, answeredByName }: SpendRequest) {
  const amount = (value: number | null) => money(value ?? 0, quote.currency ?? 'USD', spokenLocale())
  return {
    ...{ by: askedByName, approver: answeredByName ?? approverName, seats: quote.seats },
    ...{ perMonth: amount(quote.perMonth), perYear: amount(quote.perYear) },
    ...{ answer: answer ?? 'open', message: message === '' ? 'none' : 'some', text: message },
    reason: reason ?? '',
  }
}
