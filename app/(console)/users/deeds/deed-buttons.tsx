'use client'

import { lazy, Suspense, useState } from 'react'
import type { Chosen } from '@/app/lists/chosen'
import { useSelection } from '@/app/lists/select-rows'
import { nothing } from '@/app/lists/selection'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Button } from '@/app/ui/button'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'

const DeedDialog = lazy(() => import('./deed-dialog'))
const LinkDialog = lazy(() => import('./link-dialog'))

export type DeedButton = { deed: AccountDeed }

type Props = { list: Chosen['list']; deeds: readonly DeedButton[]; mayLink?: boolean }

/** What can be done to the selected people; each is shown with all it means before it happens. */
export function DeedButtons({ list, deeds, mayLink = false }: Props) {
  const { selection, filter, select } = useSelection()
  const [asked, setAsked] = useState<AccountDeed | 'link' | null>(null)
  const chosen: Chosen =
    selection.mode === 'matching'
      ? { list, filter, without: [...selection.except] }
      : { list, filter, only: [...selection.ids] }
  const [alone] = selection.mode === 'ids' && selection.ids.length === 1 ? selection.ids : []
  const close = () => setAsked(null)
  const linked = () => {
    close()
    select(nothing)
  }
  return (
    <>
      {deeds.map(({ deed }) => (
        <Button key={deed} variant={deed === 'manage' ? 'filled' : 'default'} onClick={() => setAsked(deed)}>
          {say(`deed.${deed}.open`)}
        </Button>
      ))}
      {mayLink && alone ? (
        <Button variant="default" onClick={() => setAsked('link')}>
          {say('deed.link.open')}
        </Button>
      ) : null}
      <Reserved to="enrollment.sync.approve">
        {list === 'unmanaged' ? <Reserved to="enrollment.spend" /> : null}
      </Reserved>
      <Suspense>
        {asked === 'link' && alone ? <LinkDialog accountId={alone} onClose={close} onLinked={linked} /> : null}
        {asked && asked !== 'link' ? <DeedDialog deed={asked} chosen={chosen} onClose={close} /> : null}
      </Suspense>
    </>
  )
}
