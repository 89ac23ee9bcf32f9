'use client'

import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Dialog } from '@/app/ui/dialog'
import { reset } from './actions'

/** Forgets the configuration after its connector's name was typed; everybody stays. */
export function ResetConnector({ connectorId, name }: { connectorId: string; name: string }) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('name') ?? '')
    setBusy(true)
    const answer = await reset({ connectorId, name: typed })
    setBusy(false)
    if (answer.ok) return router.push(`/directory-sync/connectors/${connectorId}`)
    setProblem(answer.problems.map(({ text }) => text).join(' '))
  }
  return (
    <Card title={say('reset.title')} id="reset">
      <Text>{say('reset.text')}</Text>
      <div>
        <Button variant="outline" color="danger" onClick={() => setAsking(true)}>
          {say('reset.open')}
        </Button>
      </div>
      <Dialog title={say('reset.question', { name })} opened={asking} onClose={() => setAsking(false)}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text>{say('reset.explained')}</Text>
            <TextInput name="name" label={say('reset.type', { name })} error={problem} autoComplete="off" />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
                {say('dialog.cancel')}
              </Button>
              <BusyButton type="submit" color="danger" busy={busy}>
                {say('reset.open')}
              </BusyButton>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </Card>
  )
}
