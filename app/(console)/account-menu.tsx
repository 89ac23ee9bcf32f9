'use client'

import { CircleUser, Keyboard, LogOut } from 'lucide-react'
import { say } from '@/app/messages/say'
import { Menu, MenuItem, MenuNote } from '@/app/ui/menu'
import { useSignOut } from '@/app/ui/use-sign-out'
import styles from './console-shell.module.css'

type Props = { person: { name: string; email: string; role: string }; onShortcuts: () => void }

/** Who is signed in, what keys do, and the way out. */
export function AccountMenu({ person, onShortcuts }: Props) {
  const signOut = useSignOut()
  return (
    <Menu
      side="end"
      button={props => (
        <button
          type="button"
          className={styles.icon}
          aria-label={say('account.label', { name: person.name })}
          {...props}
        >
          <CircleUser size={20} strokeWidth={1.5} aria-hidden />
        </button>
      )}
    >
      <MenuNote>
        <strong>{person.name}</strong>
        <br />
        {person.email}
        <br />
        {person.role}
      </MenuNote>
      <MenuItem onChoose={onShortcuts} icon={<Keyboard size={16} strokeWidth={1.5} aria-hidden />}>
        {say('shortcuts.title')}
      </MenuItem>
      <MenuItem onChoose={signOut} icon={<LogOut size={16} strokeWidth={1.5} aria-hidden />}>
        {say('account.signOut')}
      </MenuItem>
    </Menu>
  )
}
