'use client'

import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useSignOut } from './use-sign-out'

export function SignOutButton() {
  return (
    <Button variant="default" onClick={useSignOut()}>
      {say('account.signOut')}
    </Button>
  )
}
