'use client'

import { ActionIcon, Menu, MenuDropdown, MenuItem, MenuLabel, MenuTarget, Text } from '@mantine/core'
import { CircleUser, Keyboard, LogOut } from 'lucide-react'
import { say } from '@/app/messages/say'
import { useSignOut } from '@/app/ui/use-sign-out'

type Props = { person: { name: string; email: string }; onShortcuts: () => void }

/** Who is signed in, what keys do, and the way out. */
export function AccountMenu({ person, onShortcuts }: Props) {
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end">
      <MenuTarget>
        <ActionIcon variant="subtle" color="quiet" size={36} aria-label={say('account.label', { name: person.name })}>
          <CircleUser size={20} strokeWidth={1.5} aria-hidden />
        </ActionIcon>
      </MenuTarget>
      <MenuDropdown>
        <MenuLabel>
          <Text size="sm" fw={500} c="var(--text)">
            {person.name}
          </Text>
          <Text size="xs">{person.email}</Text>
        </MenuLabel>
        <MenuItem leftSection={<Keyboard size={16} strokeWidth={1.5} aria-hidden />} onClick={onShortcuts}>
          {say('shortcuts.title')}
        </MenuItem>
        <MenuItem leftSection={<LogOut size={16} strokeWidth={1.5} aria-hidden />} onClick={signOut}>
          {say('account.signOut')}
        </MenuItem>
      </MenuDropdown>
    </Menu>
  )
}
