'use client'

import {
  Bell,
  FolderSync,
  Globe,
  History,
  type LucideIcon,
  Mail,
  MessagesSquare,
  Network,
  ScrollText,
  SearchX,
  UserSearch,
  Users,
  UsersRound,
} from 'lucide-react'
import Link from 'next/link'
import { say } from '@/app/messages/say'
import { Going } from '@/app/ui/going'
import styles from './console-shell.module.css'

type Place = { href: string; label: () => string; icon: LucideIcon; holds: (path: string) => boolean }

const runs = '/directory-sync/runs'
/** Where there is something to see. */
export const places: readonly Place[] = [
  {
    href: '/directory-sync',
    label: () => say('navigation.directorySync'),
    icon: FolderSync,
    holds: path => path.startsWith('/directory-sync') && !path.startsWith(runs),
  },
  { href: runs, label: () => say('navigation.runs'), icon: History, holds: path => path.startsWith(runs) },
  {
    href: '/users/managed',
    label: () => say('navigation.managedUsers'),
    icon: Users,
    holds: path => path.startsWith('/users/managed'),
  },
  {
    href: '/users/unmanaged',
    label: () => say('navigation.unmanagedUsers'),
    icon: UserSearch,
    holds: path => path.startsWith('/users/unmanaged') || path.startsWith('/users/reviews'),
  },
  {
    href: '/teams/unmanaged',
    label: () => say('navigation.unmanagedTeams'),
    icon: SearchX,
    holds: path => path.startsWith('/teams/unmanaged'),
  },
  {
    href: '/teams/managed',
    label: () => say('navigation.managedTeams'),
    icon: UsersRound,
    holds: path => path.startsWith('/teams/managed'),
  },
  {
    href: '/users/groups',
    label: () => say('navigation.groups'),
    icon: Network,
    holds: path => path.startsWith('/users/groups'),
  },
  {
    href: '/users/distribution-lists',
    label: () => say('navigation.distributionLists'),
    icon: Mail,
    holds: path => path.startsWith('/users/distribution-lists'),
  },
  {
    href: '/settings/domains',
    label: () => say('navigation.domains'),
    icon: Globe,
    holds: path => path.startsWith('/settings/domains'),
  },
  {
    href: '/settings/notifications',
    label: () => say('navigation.notifications'),
    icon: Bell,
    holds: path => path.startsWith('/settings/notifications'),
  },
  {
    href: '/settings/messenger',
    label: () => say('navigation.messenger'),
    icon: MessagesSquare,
    holds: path => path.startsWith('/settings/messenger'),
  },
  { href: '/audit', label: () => say('navigation.audit'), icon: ScrollText, holds: path => path.startsWith('/audit') },
]

/** Only pages that exist are here. */
export function Navigation({ path, agentsAway }: { path: string; agentsAway: number }) {
  return places.map(({ href, label, icon: Icon, holds }) => (
    <Link
      key={href}
      href={href}
      className={styles.place}
      data-active={holds(path) || undefined}
      aria-current={path === href ? 'page' : undefined}
    >
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      {label()}
      <Going />
      {href === '/directory-sync' && agentsAway > 0 ? (
        <span className={styles.badge}>
          <span aria-hidden>{agentsAway}</span>
          <span className="visually-hidden">{say('navigation.agentsAway', { count: agentsAway })}</span>
        </span>
      ) : null}
    </Link>
  ))
}
