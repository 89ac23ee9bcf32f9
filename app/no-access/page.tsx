import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Doorway } from '@/app/ui/doorway'
import { SignOutButton } from '@/app/ui/sign-out-button'
import { currentAdmin } from '@/lib/access/admin'
import { askedLanguage } from '@/lib/access/asked-language'
import { listOwners } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'

export const generateMetadata = titled('noAccess.title')

export default async function NoAccessPage() {
  await askedLanguage()
  const admin = await currentAdmin()
  const owners = admin ? await inOrganization(admin.organizationId, listOwners) : []
  const lead = owners.length > 0 ? say('noAccess.askWhom', { names: owners.join(', ') }) : say('noAccess.text')
  return (
    <Doorway title={say('noAccess.title')} lead={lead}>
      <Words of={['account.signOut']}>
        <SignOutButton />
      </Words>
    </Doorway>
  )
}
