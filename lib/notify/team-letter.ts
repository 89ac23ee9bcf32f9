import * as z from 'zod'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { readAdoption } from '@/lib/store/team-adoptions'
import { readTeamMember } from '@/lib/store/team-members'
import { readTeamRequest } from '@/lib/store/team-requests'
import { readTeam, readTeamName } from '@/lib/store/teams'
import { linkToken } from '@/lib/vault/signed-link'
import { inLanguage, spokenLocale } from '@/lib/words/language'
import { type Arguments, sentence } from '@/lib/words/words'
import type { Letter } from './letter'
import { linkTo } from './link-to'

export const TeamRequestLetter = z.object({ template: z.literal('team-request'), requestId: z.uuid() })
export const TeamAdoptedLetter = z.object({
  template: z.literal('team-adopted'),
  adoptionId: z.uuid(),
  memberId: z.uuid(),
})

const say = (code: string, args: Arguments) => sentence(code, args, 'mail')

/** The question to a team's owner, or null when it is no longer asked. */
export async function teamRequestLetter(
  tx: OrganizationTransaction,
  { requestId }: z.infer<typeof TeamRequestLetter>,
): Promise<Letter | null> {
  const request = await readTeamRequest(tx, requestId)
  const team = request && (await readTeam(tx, request.teamId))
  const organization = await readOrganization(tx)
  if (!request || request.answer !== null || !team || !organization) return null
  const { name: company, timeZone, language } = organization
  const link = linkTo(`/team-request?token=${linkToken('team-request', tx.organizationId, requestId)}`)
  return inLanguage(language, () => {
    const until = new Intl.DateTimeFormat(spokenLocale(), { dateStyle: 'long', timeZone }).format(request.expiresAt)
    const args = { team: team.name, company, until, link, members: team.memberCount }
    return {
      to: { name: team.ownerEmail, address: team.ownerEmail },
      subject: say('team-request-subject', args),
      text: [
        say('team-request-text', args),
        ...(request.message === '' ? [] : [request.message]),
        say('team-request-link', args),
      ].join('\n\n'),
    }
  })
}

/** What a member is told when their team came under management: what it means depends on whose they are. */
export async function teamAdoptedLetter(
  tx: OrganizationTransaction,
  { adoptionId, memberId }: z.infer<typeof TeamAdoptedLetter>,
): Promise<Letter | null> {
  const adoption = await readAdoption(tx, adoptionId)
  const team = adoption && (await readTeamName(tx, adoption.teamId))
  const member = adoption && (await readTeamMember(tx, adoption.teamId, memberId))
  const organization = await readOrganization(tx)
  if (!adoption || team === null || !member || !organization) return null
  const args = { name: member.name, team, company: organization.name }
  const kind = member.account === null ? 'external' : member.adoption === 'not-ready' ? 'not-ready' : 'managed'
  const credit = member.role === 'owner' && adoption.quote.credit !== null
  return inLanguage(organization.language, () => ({
    to: { name: member.name, address: member.email },
    subject: say('team-adopted-subject', args),
    text: [say(`team-adopted-${kind}`, args), ...(credit ? [say('team-adopted-credit', args)] : [])].join('\n\n'),
  }))
}
