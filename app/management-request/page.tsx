import { Text } from '@mantine/core'
import { YesOrNo } from '@/app/forms/yes-or-no'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Doorway } from '@/app/ui/doorway'
import { moment } from '@/app/ui/moment'
import { askedLanguage } from '@/lib/access/asked-language'
import { readAsked } from '@/lib/unmanaged/answer-request'
import { sentence } from '@/lib/words/words'
import { answerManagementRequest } from './actions'

export const generateMetadata = titled('managementRequest.title')

type Props = { searchParams: Promise<{ token?: string | string[] }> }

/** Where the link in a mail leads that asks somebody to become managed: a yes or a no, without signing in. */
export default async function ManagementRequestPage({ searchParams }: Props) {
  const { token } = await searchParams
  await askedLanguage()
  const asked = typeof token === 'string' ? await readAsked(token) : ({ state: 'unknown' } as const)
  if (asked.state !== 'open' || typeof token !== 'string')
    return (
      <Doorway title={say('managementRequest.title')}>
        <Text>{sentence(asked.state === 'unknown' ? 'request-unknown' : 'request-over', {}, 'review')}</Text>
      </Doorway>
    )
  const { company, email, message, expiresAt, timeZone } = asked
  return (
    <Doorway
      title={say('managementRequest.question', { company })}
      lead={say('managementRequest.lead', { company, email })}
    >
      {message === '' ? null : <Text component="blockquote">{message}</Text>}
      <Text>{say('managementRequest.until', { until: moment(expiresAt, timeZone).text })}</Text>
      <Words of={['managementRequest']}>
        <YesOrNo token={token} words="managementRequest" send={answerManagementRequest} />
      </Words>
    </Doorway>
  )
}
