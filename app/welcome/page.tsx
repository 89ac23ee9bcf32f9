import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Doorway } from '@/app/ui/doorway'
import { TextLink } from '@/app/ui/links'
import { setupLinkState } from '@/lib/access/setup-link'
import { WelcomeForm } from './welcome-form'

export const metadata: Metadata = { title: say('welcome.title') }

const refusals = {
  used: say('welcome.used'),
  expired: say('welcome.expired'),
  unknown: say('welcome.unknown'),
} as const

/** Where the one-time link of the first start leads: it creates the company and its first administrator. */
export default async function WelcomePage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams
  const state = typeof token === 'string' ? await setupLinkState(token) : 'unknown'
  if (state !== 'valid' || typeof token !== 'string')
    return (
      <Doorway title={say('welcome.title')} lead={refusals[state === 'valid' ? 'unknown' : state]}>
        <TextLink href="/sign-in">{say('welcome.toSignIn')}</TextLink>
      </Doorway>
    )
  return (
    <Doorway title={say('welcome.title')} lead={say('welcome.lead')}>
      <WelcomeForm token={token} />
    </Doorway>
  )
}
