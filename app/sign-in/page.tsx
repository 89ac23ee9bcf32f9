import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { say } from '@/app/messages/say'
import { Doorway } from '@/app/ui/doorway'
import { Notice } from '@/app/ui/notice'
import { currentAdmin } from '@/lib/access/admin'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: say('signIn.title') }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ welcome?: string }> }) {
  if (await currentAdmin()) redirect('/directory-sync')
  const { welcome } = await searchParams
  return (
    <Doorway title={say('signIn.title')} lead={say('signIn.lead')}>
      {welcome === undefined ? null : <Notice tone="ok">{say('signIn.welcome')}</Notice>}
      <SignInForm />
    </Doorway>
  )
}
