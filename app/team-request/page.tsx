import { Text } from '@mantine/core'
import { YesOrNo } from '@/app/forms/yes-or-no'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Doorway } from '@/app/ui/doorway'
import { moment } from '@/app/ui/moment'
import { askedLanguage } from '@/lib/access/asked-language'
import { readRequest } from '@/lib/teams/answer-request'
import { sentence } from '@/lib/words/words'
import { answerTeamRequest } from './actions'

export const generateMetadata = titled('teamRequest.title')

/** Where the link in a mail to a team's owner leads: a yes or a no, without signing in. */
export default async function TeamRequestPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>
}) {
  const { token } = await searchParams
  await askedLanguage()
  const found = typeof token === 'string' ? await readRequest(token) : ({ state: 'unknown' } as const)
  if (found.state !== 'open' || typeof token !== 'string')
    return (
      <Doorway title={say('teamRequest.title')}>
        <Text>{sentence(`request-${found.state === 'open' ? 'unknown' : found.state}`, {}, 'teams')}</Text>
      </Doorway>
    )
  const { team, request, company, timeZone } = found
  return (
    <Doorway
      title={say('teamRequest.question', { company, team: team.name })}
      lead={say('teamRequest.lead', { company, members: team.memberCount })}
    >
      {request.message === '' ? null : <Text component="blockquote">{request.message}</Text>}
      <Text>{say('teamRequest.until', { until: moment(request.expiresAt, timeZone).text })}</Text>
      <Words of={['teamRequest']}>
        <YesOrNo token={token} words="teamRequest" send={answerTeamRequest} />
      </Words>
    </Doorway>
  )
}
