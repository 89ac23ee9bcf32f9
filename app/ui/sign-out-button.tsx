'use client'

import { Button } from '@mantine/core'
import { say } from '@/app/messages/say'
import { useSignOut } from './use-sign-out'

export function SignOutButton() {
  return (
    <Button variant="default" onClick={useSignOut()}>
      {say('account.signOut')}
    </Button>
  )
}
