'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { Dialog } from '@/app/ui/dialog'
import { switchTo } from './actions'

/** From the cloud to agents, or back: only who carries the pages changes. */
export function SwitchCarrier({ connectorId, kind }: { connectorId: string; kind: 'cloud' | 'agent' }) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const other = kind === 'cloud' ? 'agent' : 'cloud'
  const change = async () => {
    setBusy(true)
    const answer = await switchTo({ connectorId, kind: other })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problems.map(({ text }) => text).join(' '))
    setAsking(false)
    router.refresh()
  }
  const way = say(`connectorKind.${other}`)
  return (
    <Card title={say('agents.switchTitle', { way })} id="switch">
      <Text>{say(`agents.switchText.${other}`)}</Text>
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          {say('agents.switch', { way })}
        </Button>
      </div>
      <Dialog title={say('agents.switchQuestion', { way })} opened={asking} onClose={() => setAsking(false)}>
        <Stack>
          <Text>{say('agents.switchKeeps')}</Text>
          <Text>{say(`agents.switchThen.${other}`)}</Text>
          {problem ? (
            <Text c="var(--danger)" role="alert">
              {problem}
            </Text>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {say('dialog.cancel')}
            </Button>
            <BusyButton busy={busy} onClick={change}>
              {say('agents.switch', { way })}
            </BusyButton>
          </Group>
        </Stack>
      </Dialog>
    </Card>
  )
}
