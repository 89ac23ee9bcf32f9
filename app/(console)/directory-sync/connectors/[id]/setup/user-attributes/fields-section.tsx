import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Accordion } from '@/app/ui/accordion'

type Props = {
  id: string
  title: string
  help: string
  /** The paths of the fields that are open. */
  opened: string[]
  onOpened: (opened: string[]) => void
  /** The fields, each an item that opens. */
  items: ReactNode
  children?: ReactNode
}

/** Fields of accounts that belong together. */
export function FieldsSection({ id, title, help, opened, onOpened, items, children }: Props) {
  return (
    <section aria-labelledby={id}>
      <Text component="h2" id={id} fz="xl" fw={600} mb={4}>
        {title}
      </Text>
      <Text c="dimmed" mb="sm">
        {help}
      </Text>
      <Accordion value={opened} onChange={onOpened}>
        {items}
      </Accordion>
      {children}
    </section>
  )
}
