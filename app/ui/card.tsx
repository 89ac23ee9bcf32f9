import { Paper, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A bordered region with an optional heading of second order. */
export function Card({ title, id, children }: { title?: string; id?: string; children: ReactNode }) {
  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby={title && id ? id : undefined}>
      <Stack gap="md">
        {title === undefined ? null : (
          <Title order={2} id={id}>
            {title}
          </Title>
        )}
        {children}
      </Stack>
    </Paper>
  )
}
