import { Box, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'

/** A page outside the console: one box in the middle. */
export function Doorway({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <Box component="main" mih="100dvh" p="md" pt="10vh">
      <Stack maw={460} mx="auto" gap="md">
        <Text fw={600} c="dimmed">
          {say('product')}
        </Text>
        <Paper withBorder radius="lg" p="xl">
          <Stack gap="md">
            <Title order={1} fz="1.375rem">
              {title}
            </Title>
            {lead ? <Text c="dimmed">{lead}</Text> : null}
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Box>
  )
}
