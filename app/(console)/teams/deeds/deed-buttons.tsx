'use client'

import { lazy, Suspense, useState } from 'react'
import type { Chosen } from '@/app/lists/chosen'
import { useSelection } from '@/app/lists/select-rows'
import { nothing } from '@/app/lists/selection'
import { say } from '@/app/messages/say'
import { backToHeading } from '@/app/ui/back-to-heading'
import { Button } from '@/app/ui/button'
import type { TeamDeed } from '@/lib/teams/moves'
import type { TeamsList } from '../load-teams'

/** It comes when somebody asks for it. */
const DeedDialog = lazy(async () => ({ default: (await import('./deed-dialog')).DeedDialog }))

/** What can be done with the selected teams; each is shown with all it means before it happens. */
export function DeedButtons({ list, deeds }: { list: TeamsList; deeds: readonly TeamDeed[] }) {
  const { selection, filter, select } = useSelection()
  const [asked, setAsked] = useState<TeamDeed | null>(null)
  const chosen: Chosen =
    selection.mode === 'matching'
      ? { list, filter, without: [...selection.except] }
      : { list, filter, only: [...selection.ids] }
  const close = (decided: boolean) => {
    if (!decided) return setAsked(null)
    backToHeading(() => {
      setAsked(null)
      select(nothing)
    })
  }
  return (
    <>
      {deeds.map(deed => (
        <Button key={deed} variant={deed === 'bring-in' ? 'filled' : 'default'} onClick={() => setAsked(deed)}>
          {say(`teamDeed.${deed}.open`)}
        </Button>
      ))}
      <Suspense>{asked ? <DeedDialog deed={asked} chosen={chosen} onClose={close} /> : null}</Suspense>
    </>
  )
}
