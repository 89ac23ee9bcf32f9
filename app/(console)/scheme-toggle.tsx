'use client'

import { ActionIcon, Menu, MenuDropdown, MenuItem, MenuTarget, useMantineColorScheme } from '@mantine/core'
import { Check, Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { say } from '@/app/messages/say'

const schemes = [
  { value: 'auto', label: say('scheme.system'), icon: Monitor },
  { value: 'light', label: say('scheme.light'), icon: Sun },
  { value: 'dark', label: say('scheme.dark'), icon: Moon },
] as const

/** System, light or dark; remembered by this browser. */
export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu>
      <MenuTarget>
        <ActionIcon variant="subtle" color="quiet" size={36} aria-label={say('scheme.label')}>
          <SunMoon size={20} strokeWidth={1.5} aria-hidden />
        </ActionIcon>
      </MenuTarget>
      <MenuDropdown>
        {schemes.map(({ value, label, icon: Icon }) => (
          <MenuItem
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} strokeWidth={1.5} aria-hidden />}
            rightSection={colorScheme === value ? <Check size={16} strokeWidth={1.5} aria-hidden /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </MenuItem>
        ))}
      </MenuDropdown>
    </Menu>
  )
}
