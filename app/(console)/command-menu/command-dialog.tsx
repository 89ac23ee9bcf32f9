'use client'

import { useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { Dialog } from '@/app/ui/dialog'
import { Commands } from './commands'

/** The menu over the page. It opens after it is there, so that closing it gives the focus back to where it was. */
export default function CommandDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [shown, setShown] = useState(false)
  useEffect(() => setShown(opened), [opened])
  return (
    <Dialog title={say('commands.title')} opened={shown} onClose={onClose} wide>
      <Commands onDone={onClose} />
    </Dialog>
  )
}
