'use client'

import { useState } from 'react'
import { useSelection } from '@/app/lists/select-rows'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'
import type { Chosen } from './chosen'
import { DeedDialog } from './deed-dialog'

export type DeedButton = { deed: AccountDeed }

/** What can be done to the selected people; each is shown with all it means before it happens. */
export function DeedButtons({ list, deeds }: { list: Chosen['list']; deeds: readonly DeedButton[] }) {
  const { selection, filter } = useSelection()
  const [asked, setAsked] = useState<AccountDeed | null>(null)
  const chosen: Chosen =
    selection.mode === 'matching'
      ? { list, filter, without: [...selection.except] }
      : { list, filter, only: [...selection.ids] }
  return (
    <>
      {deeds.map(({ deed }) => (
        <Button key={deed} variant={deed === 'manage' ? 'filled' : 'default'} onClick={() => setAsked(deed)}>
          {say(`deed.${deed}.open`)}
        </Button>
      ))}
      {asked ? <DeedDialog deed={asked} chosen={chosen} onClose={() => setAsked(null)} /> : null}
    </>
  )
}
