'use client'

import {
  ActionIcon,
  type MantineColorScheme,
  Menu,
  MenuDropdown,
  MenuRadioGroup,
  MenuRadioItem,
  MenuTarget,
  useMantineColorScheme,
} from '@mantine/core'
import { Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { say } from '@/app/messages/say'

const schemes = [
  { value: 'auto', name: 'system', icon: Monitor },
  { value: 'light', name: 'light', icon: Sun },
  { value: 'dark', name: 'dark', icon: Moon },
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
        <MenuRadioGroup value={colorScheme} onChange={value => setColorScheme(value as MantineColorScheme)}>
          {schemes.map(({ value, name, icon: Icon }) => (
            <MenuRadioItem
              key={value}
              value={value}
              closeMenuOnClick
              rightSection={<Icon size={16} strokeWidth={1.5} aria-hidden />}
            >
              {say(`scheme.${name}`)}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuDropdown>
    </Menu>
  )
}
