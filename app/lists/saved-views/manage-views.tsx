'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import { useAnnounce } from '@/app/ui/live-region'
import type { SavedView } from '@/lib/store/saved-views'
import { deleteListView } from './actions'

type Props = { views: readonly SavedView[]; opened: boolean; onClose: () => void }

/** One's own views, each with a way to forget it. */
export function ManageViews({ views, opened, onClose }: Props) {
  const router = useRouter()
  const announce = useAnnounce()
  const { act, problem } = useAct()
  const forget = async ({ id, name }: SavedView) => {
    const answer = await act(deleteListView({ id }))
    if (answer.ok) announce(say('views.deleted', { name }))
    router.refresh()
  }
  return (
    <Dialog title={say('views.manage')} opened={opened} onClose={onClose}>
      <Stack>
        {problem ? (
          <Text c="var(--danger)" role="alert">
            {problem}
          </Text>
        ) : null}
        {views.length === 0 ? <Text c="dimmed">{say('views.none')}</Text> : null}
        {views.map(view => (
          <Group key={view.id} justify="space-between" wrap="nowrap">
            <Text>{view.shared ? say('views.sharedName', { name: view.name }) : view.name}</Text>
            <Button size="compact-sm" variant="default" onClick={() => forget(view)}>
              {say('views.delete')}
              <span className="visually-hidden"> {view.name}</span>
            </Button>
          </Group>
        ))}
      </Stack>
    </Dialog>
  )
}
