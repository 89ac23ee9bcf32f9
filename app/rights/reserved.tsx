'use client'

import { Lock } from 'lucide-react'
import { createContext, type ReactNode, use } from 'react'
import type { Permission } from '@/lib/access/permissions'
import type { Lacking } from './lacking'
import styles from './reserved.module.css'

const Context = createContext<Lacking>({})

/** Tells the pages below what whoever is signed in may not do. The doors of the actions look for themselves. */
export const Rights = ({ lacking, children }: { lacking: Lacking; children: ReactNode }) => (
  <Context value={lacking}>{children}</Context>
)

/** @returns what it would take, in words; null = they may */
export const useLack = (permission: Permission): string | null => use(Context)[permission] ?? null

type Props = {
  to: Permission
  /** What stands there for whoever may not, where the sentence is said already. */
  instead?: ReactNode
  children?: ReactNode
}

/** What only some may do. Whoever may not reads in its place what it would take and whom to ask, instead of being refused. */
export function Reserved({ to, instead, children }: Props) {
  const lack = useLack(to)
  if (lack === null) return children
  return instead === undefined ? <Sentence text={lack} /> : instead
}

const Sentence = ({ text }: { text: string }) => (
  <p className={styles.reserved} data-off-paper>
    <Lock size={16} strokeWidth={1.5} aria-hidden />
    <span>{text}</span>
  </p>
)
