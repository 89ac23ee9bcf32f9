'use client'

import { Stack, Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { AccordionItem } from '@/app/ui/accordion'
import { Tag } from '@/app/ui/status'
import type { TriedLine } from './actions'
import styles from './mapping.module.css'

type Props = {
  path: string
  title: string
  tag: string | null
  from: string
  line: TriedLine | null
  /** How many people have a value for it, in words; null = nobody was asked. */
  full: string | null
  children: ReactNode
}

/** One field: what it is called, where it comes from, what it becomes; and its settings when it is opened. */
export function FieldItem({ path, title, tag, from, line, full, children }: Props) {
  return (
    <AccordionItem
      value={path}
      head={
        <span className={styles.line}>
          <span>
            <Text span fw={600}>
              {title}
            </Text>{' '}
            {tag ? <Tag>{tag}</Tag> : null}
            <Text span size="sm" c="dimmed" className={styles.from}>
              {say('mapping.from')} <bdi>{from}</bdi>
            </Text>
          </span>
          {line ? <Result line={line} /> : null}
          {full ? (
            <Text span size="sm" c="dimmed" className={styles.full}>
              {full}
            </Text>
          ) : null}
        </span>
      }
    >
      <Stack gap="md">{children}</Stack>
    </AccordionItem>
  )
}

function Result({ line: { value, problem } }: { line: TriedLine }) {
  if (problem)
    return (
      <Text span size="sm" c="var(--warn)" className={styles.result}>
        <TriangleAlert size={16} strokeWidth={1.75} aria-hidden /> {problem}
      </Text>
    )
  return (
    <Text span size="sm" c={value === null ? 'dimmed' : 'var(--text)'} className={styles.result}>
      <span aria-hidden>→ </span>
      <span className="visually-hidden">{say('mapping.becomes')} </span>
      <bdi>{value ?? say('mapping.emptyResult')}</bdi>
    </Text>
  )
}
