'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { Waiting } from './trouble'

/** What was shown since the browser loaded the portal. */
const shown = new Set<string>()

/**
 * What a page shows, as it is now. Whoever goes back is shown a page as it was fetched the first time, before whatever they
 * changed since; so a page that is shown a second time is fetched anew first.
 * @param id another one each time that the page is made
 */
export function Fresh({ id, children }: { id: string; children: ReactNode }) {
  const router = useRouter()
  const [old] = useState(() => (shown.has(id) ? id : null))
  const isOld = id === old
  useEffect(() => {
    shown.add(id)
    if (isOld) router.refresh()
  }, [id, isOld, router])
  return isOld ? <Waiting>{say('loading')}</Waiting> : children
}
