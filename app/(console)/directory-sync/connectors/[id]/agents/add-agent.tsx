'use client'

import { Anchor, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { List } from '@/app/ui/list'
import { TextInput } from '@/app/ui/text-input'
import { createToken } from './actions'
import type { AgentLine } from './agent-line'
import type { AgentsView } from './agents-view'
import { SetupCommand } from './setup-command'
import { Waiting } from './waiting'

type Executable = AgentsView['executable']
type Props = {
  connectorId: string
  arrived: AgentLine | null
  executable: Executable
  onToken: (name: string) => void
}
type Token = { name: string; token: string; endsAt: number }

/** A name, a token that is shown once, the command for the machine, and then the agent as it comes in. */
export function AddAgent({ connectorId, arrived, executable, onToken }: Props) {
  const [made, setMade] = useState<Token | null>(null)
  const { act, busy, problem } = useAct()
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    const answer = await act(createToken({ connectorId, name }))
    if (!answer.ok) return
    setMade({ name, token: answer.value.token, endsAt: Date.now() + answer.value.minutes * 60_000 })
    onToken(name)
  }
  return (
    <Card title={say('agents.add')} id="add-agent">
      <Needs executable={executable} />
      <form onSubmit={make} noValidate>
        <Stack align="flex-start">
          <TextInput
            name="name"
            label={say('agents.nameOfNew')}
            description={say('agents.nameHelp')}
            error={problem}
            autoComplete="off"
            maw={360}
          />
          <BusyButton type="submit" variant={made ? 'default' : 'filled'} busy={busy}>
            {say(made ? 'agents.makeAnother' : 'agents.makeToken')}
          </BusyButton>
        </Stack>
      </form>
      {made && !arrived ? <SetupCommand key={made.token} made={made} executable={executable} /> : null}
      {made ? <Waiting connectorId={connectorId} name={made.name} arrived={arrived} /> : null}
    </Card>
  )
}

function Needs({ executable }: { executable: Executable }) {
  const address = useAddress()
  return (
    <>
      <Text>{say('agents.needs')}</Text>
      <List>
        <li>{say('agents.needsMachine')}</li>
        <li>{say('agents.needsWay')}</li>
        <li>{say('agents.needsAccount')}</li>
      </List>
      <Text>
        <Anchor href={address('/api/agent-program')} download underline="always">
          {say('agents.download')}
        </Anchor>{' '}
        ·{' '}
        <Anchor href={address('/api/agent-program?sum')} underline="always">
          {say('agents.checksum')}
        </Anchor>
      </Text>
      {executable ? (
        <Text>
          <Anchor href={address('/api/agent-program?executable')} download underline="always">
            {say('agents.downloadExecutable', executable)}
          </Anchor>{' '}
          ·{' '}
          <Anchor href={address('/api/agent-program?executable&sum')} underline="always">
            {say('agents.checksumExecutable')}
          </Anchor>
        </Text>
      ) : null}
    </>
  )
}
