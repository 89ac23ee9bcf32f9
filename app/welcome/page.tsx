import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Doorway } from '@/app/ui/doorway'
import { TextLink } from '@/app/ui/links'
import { askedLanguage } from '@/lib/access/asked-language'
import { setupLinkState } from '@/lib/access/setup-link'
import { WelcomeForm } from './welcome-form'

export const generateMetadata = titled('welcome.title')

const refusals = {
  used: 'welcome.used',
  expired: 'welcome.expired',
  unknown: 'welcome.unknown',
} as const

/** Where the one-time link of the first start leads: it creates the company and its first administrator. */
export default async function WelcomePage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  await askedLanguage()
  const { token } = await searchParams
  const state = typeof token === 'string' ? await setupLinkState(token) : 'unknown'
  if (state !== 'valid' || typeof token !== 'string')
    return (
      <Doorway title={say('welcome.title')} lead={say(refusals[state === 'valid' ? 'unknown' : state])}>
        <TextLink href="/sign-in">{say('welcome.toSignIn')}</TextLink>
      </Doorway>
    )
  return (
    <Doorway title={say('welcome.title')} lead={say('welcome.lead')}>
      <Words of={['signIn.email', 'signIn.password', 'welcome']}>
        <WelcomeForm token={token} />
      </Words>
    </Doorway>
  )
}
