'use client'

import { useMantineColorScheme } from '@mantine/core'
import { Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { say } from '@/app/messages/say'
import { Menu, MenuItem } from '@/app/ui/menu'
import styles from './console-shell.module.css'

const schemes = [
  { value: 'auto', name: 'system', icon: Monitor },
  { value: 'light', name: 'light', icon: Sun },
  { value: 'dark', name: 'dark', icon: Moon },
] as const

/** System, light or dark; remembered by this browser. */
export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu
      side="end"
      button={props => (
        <button type="button" className={styles.icon} aria-label={say('scheme.label')} {...props}>
          <SunMoon size={20} strokeWidth={1.5} aria-hidden />
        </button>
      )}
    >
      {schemes.map(({ value, name, icon: Icon }) => (
        <MenuItem
          key={value}
          checked={value === colorScheme}
          onChoose={() => setColorScheme(value)}
          icon={<Icon size={16} strokeWidth={1.5} aria-hidden />}
        >
          {say(`scheme.${name}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
