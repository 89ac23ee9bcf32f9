'use client'

import { lazy, Suspense, useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import type { Person } from '../deeds/choose-person'

const LinkDialog = lazy(() => import('../deeds/link-dialog'))

/** Says that an account is that of the person whom the list shows beside it. */
export function LinkPerson({ accountId, person }: { accountId: string; person: Person }) {
  const [asked, setAsked] = useState(false)
  const close = () => setAsked(false)
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setAsked(true)}>
        {say('unmanaged.linkTo', { name: person.name })}
      </Button>
      <Suspense>{asked ? <LinkDialog {...{ accountId, person }} onClose={close} onLinked={close} /> : null}</Suspense>
    </>
  )
}
