'use client'

import { Group, Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { Dialog } from '@/app/ui/dialog'
import { useAnnounce } from '@/app/ui/live-region'
import { TextInput } from '@/app/ui/text-input'
import type { ViewedList } from '@/lib/store/saved-views'
import { saveListView } from './actions'

type Props = { list: ViewedList; query: string; opened: boolean; onClose: () => void }

/** Asks for a name, and who may use it. */
export function SaveView({ list, query, opened, onClose }: Props) {
  const router = useRouter()
  const announce = useAnnounce()
  const { act, busy, problem } = useAct()
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const name = String(fields.get('name') ?? '')
    const answer = await act(saveListView({ list, query, name, shared: fields.has('shared') }))
    if (!answer.ok) return
    announce(say('views.saved', { name }))
    onClose()
    router.refresh()
  }
  return (
    <Dialog title={say('views.saveTitle')} opened={opened} onClose={onClose}>
      <form onSubmit={save} noValidate>
        <Stack>
          <TextInput name="name" label={say('views.name')} maxLength={60} error={problem} data-autofocus />
          <Reserved to="enrollment.sync.configure" instead={null}>
            <Checkbox name="shared" label={say('views.share')} />
          </Reserved>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {say('dialog.cancel')}
            </Button>
            <BusyButton type="submit" busy={busy}>
              {say('views.saveButton')}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
