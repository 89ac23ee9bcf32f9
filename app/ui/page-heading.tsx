'use client'

import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './page-heading.module.css'

let visited = false

/** A page's one `h1`. After a navigation inside the module focus goes to it, so that a screen reader starts there. */
export function PageHeading(props: { title: string; lead?: ReactNode; actions?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (visited) heading.current?.focus({ preventScroll: true })
    visited = true
  }, [])
  return (
    <Group justify="space-between" align="flex-start" gap="md">
      <Stack gap={4} maw={760}>
        <Title order={1} tabIndex={-1} ref={heading}>
          {props.title}
        </Title>
        {props.lead === undefined ? null : (
          <Text c="dimmed" component="div">
            {props.lead}
          </Text>
        )}
      </Stack>
      {props.actions === undefined ? null : (
        <Group gap="xs" className={styles.actions}>
          {props.actions}
        </Group>
      )}
    </Group>
  )
}
