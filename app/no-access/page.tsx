import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Doorway } from '@/app/ui/doorway'
import { SignOutButton } from '@/app/ui/sign-out-button'

export const metadata: Metadata = { title: say('noAccess.title') }

export default function NoAccessPage() {
  return (
    <Doorway title={say('noAccess.title')} lead={say('noAccess.text')}>
      <SignOutButton />
    </Doorway>
  )
}
