'use client'

import { signOut } from '@/app/sign-in/session'
import { useAddress } from './base-path'

/** Ends the session and loads the sign-in page anew, so that nothing of the last person stays in memory. */
export function useSignOut(): () => Promise<void> {
  const address = useAddress()
  return async () => {
    await signOut(address)
    window.location.assign(address('/sign-in'))
  }
}
