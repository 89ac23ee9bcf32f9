'use client'

import { Group, Text } from '@mantine/core'
import { Button } from '@/app/ui/button'
import { Notice } from '@/app/ui/notice'

type Props = { text: string; name: string; remove: string; onRemove: () => void }

/** Something was chosen that the directory does not show any more: the choice has no other place for it. */
export function GoneNotice({ text, name, remove, onRemove }: Props) {
  return (
    <Notice tone="warn" data-testid="gone">
      <Group justify="space-between" gap="xs">
        <Text style={{ overflowWrap: 'anywhere' }}>{text}</Text>
        <Button variant="default" size="xs" onClick={onRemove}>
          {remove}
          <span className="visually-hidden"> {name}</span>
        </Button>
      </Group>
    </Notice>
  )
}
