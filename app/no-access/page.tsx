import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Doorway } from '@/app/ui/doorway'
import { SignOutButton } from '@/app/ui/sign-out-button'
import { askedLanguage } from '@/lib/access/asked-language'

export const generateMetadata = titled('noAccess.title')

export default async function NoAccessPage() {
  await askedLanguage()
  return (
    <Doorway title={say('noAccess.title')} lead={say('noAccess.text')}>
      <Words of={['account.signOut']}>
        <SignOutButton />
      </Words>
    </Doorway>
  )
}
