import { redirect } from 'next/navigation'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Doorway } from '@/app/ui/doorway'
import { Notice } from '@/app/ui/notice'
import { currentAdmin } from '@/lib/access/admin'
import { askedLanguage } from '@/lib/access/asked-language'
import { SignInForm } from './sign-in-form'

export const generateMetadata = titled('signIn.title')

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ welcome?: string }> }) {
  await askedLanguage()
  if (await currentAdmin()) redirect('/directory-sync')
  const { welcome } = await searchParams
  return (
    <Doorway title={say('signIn.title')} lead={say('signIn.lead')}>
      {welcome === undefined ? null : <Notice tone="ok">{say('signIn.welcome')}</Notice>}
      <Words of={['signIn']}>
        <SignInForm />
      </Words>
    </Doorway>
  )
}
