'use client'

import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Dialog } from '@/app/ui/dialog'
import styles from './command-menu.module.css'

/** Fetched when the menu opens: no page carries it before. */
const Commands = dynamic(() => import('./commands').then(({ Commands }) => Commands))

/** From anywhere to a page, a connector or a person: Ctrl K, or ⌘ K on a Mac, or the button. */
export function CommandMenu() {
  const [opened, setOpened] = useState(false)
  useHotkeys([['mod+K', () => setOpened(true)]], [])
  return (
    <>
      <UnstyledButton className={styles.button} onClick={() => setOpened(true)} visibleFrom="sm">
        <Search size={16} strokeWidth={1.5} aria-hidden />
        {say('commands.open')}
        <Kbd size="xs" aria-hidden>
          {say('commands.keys')}
        </Kbd>
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        color="quiet"
        size={36}
        hiddenFrom="sm"
        aria-label={say('commands.open')}
        onClick={() => setOpened(true)}
      >
        <Search size={20} strokeWidth={1.5} aria-hidden />
      </ActionIcon>
      <Dialog title={say('commands.title')} opened={opened} onClose={() => setOpened(false)} wide>
        <Commands onDone={() => setOpened(false)} />
      </Dialog>
    </>
  )
}
