import { Group, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { LinkButton } from '@/app/ui/links'
import type { Place } from '@/lib/store/list-page'
import { queryOf } from './list-address'
import { type Cursor, cursorText } from './list-cursor'

type Ends = { first: Place; last: Place }
type Props = {
  path: string
  search: Readonly<Record<string, string | undefined>>
  /** How many rows stand before this page, how many are on it, and how many there are. */
  position: number
  shown: number
  total: number
  ends: Ends
  /** There are rows before this page, and after it. */
  before: boolean
  after: boolean
}

/** Where in the list these rows stand, and the ways to those before and after them. */
export function TurnPages({ path, search, position, shown, total, ends, before, after }: Props) {
  const to = (name: 'after' | 'before', cursor: Cursor) =>
    `${path}${queryOf({ ...search, [name]: cursorText(cursor) })}`
  return (
    <Group component="nav" aria-label={say('pages.label')} justify="space-between">
      <Text c="dimmed">{say('changes.shown', { from: position + 1, to: position + shown, total })}</Text>
      <Group gap="xs">
        {before ? (
          <LinkButton variant="default" href={to('before', { place: ends.first, position })}>
            {say('pages.previous')}
          </LinkButton>
        ) : null}
        {after ? (
          <LinkButton variant="default" href={to('after', { place: ends.last, position: position + shown })}>
            {say('pages.next')}
          </LinkButton>
        ) : null}
      </Group>
    </Group>
  )
}
