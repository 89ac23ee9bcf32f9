'use client'

import { AppShell, AppShellHeader, AppShellMain, AppShellNavbar, Burger, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { AccountMenu } from './account-menu'
import { CommandMenu } from './command-menu/command-menu'
import { Navigation } from './navigation'
import { SchemeToggle } from './scheme-toggle'
import { Shortcuts } from './shortcuts/shortcuts'

type Props = { organization: string; person: { name: string; email: string }; children: ReactNode }

/** Header, side navigation and the page. On narrow screens the navigation opens from a button. */
export function ConsoleShell({ organization, person, children }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const [shortcuts, setShortcuts] = useState<boolean | null>(null)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a navigation closes the menu, so the path is the point
  useEffect(close, [path])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
      transitionDuration={0}
      styles={{ main: { background: 'var(--bg)' } }}
    >
      <a className="skip-link" href="#main">
        {say('skip')}
      </a>
      <AppShellHeader>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={say('navigation.open')}
              aria-expanded={opened}
              aria-controls="navigation"
            />
            <Text fw={600}>{say('product')}</Text>
            <Text c="dimmed" truncate>
              {organization}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <CommandMenu />
            <SchemeToggle />
            <AccountMenu person={person} onShortcuts={() => setShortcuts(true)} />
          </Group>
        </Group>
      </AppShellHeader>
      <AppShellNavbar p="sm" id="navigation" aria-label={say('navigation.label')}>
        <Navigation path={path} />
      </AppShellNavbar>
      <Shortcuts opened={shortcuts} onOpened={setShortcuts} />
      <AppShellMain id="main" tabIndex={-1}>
        {children}
      </AppShellMain>
    </AppShell>
  )
}
