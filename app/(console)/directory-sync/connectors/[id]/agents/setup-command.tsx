'use client'

import { Code, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { Button } from '@/app/ui/button'
import { RadioChoice } from '@/app/ui/radio-choice'
import type { AgentsView } from './agents-view'
import { TimeLeft } from './time-left'

const systems = ['linux', 'windows', 'executable'] as const
type System = (typeof systems)[number]

/** The token reaches the program by its environment: arguments can be read by everybody on the machine. */
const commands: Record<System, (token: string, portal: string, platform: string) => string> = {
  linux: (token, portal) =>
    `export ENROLLMENT_AGENT_TOKEN='${token}'\nnode enrollment-agent.mjs setup --portal ${portal}`,
  windows: (token, portal) =>
    `$env:ENROLLMENT_AGENT_TOKEN = '${token}'\nnode enrollment-agent.mjs setup --portal ${portal}`,
  executable: (token, portal, platform) =>
    `export ENROLLMENT_AGENT_TOKEN='${token}'\nchmod +x enrollment-agent-${platform}\n./enrollment-agent-${platform} setup --portal ${portal}`,
}

type Props = {
  made: { name: string; token: string; endsAt: number }
  executable: AgentsView['executable']
  /** The machine takes the place of another one. */
  instead?: boolean
}

/** What to run on the machine; the token in it is covered until somebody wants to see it. */
export function SetupCommand({ made, executable, instead = false }: Props) {
  const address = useAddress()
  const [system, setSystem] = useState<System>('linux')
  const [shown, setShown] = useState(false)
  const [copied, setCopied] = useState(false)
  // The executable of a Windows machine is started another way; it is not made here.
  const offered = systems.filter(one => one !== 'executable' || executable?.platform.startsWith('linux'))
  const platform = executable?.platform ?? ''
  const portal = `${window.location.origin}${address('')}`
  const covered = `${made.token.slice(0, 5)}${'•'.repeat(12)}`
  const copy = async () => {
    await navigator.clipboard.writeText(commands[system](made.token, portal, platform))
    setCopied(true)
  }
  return (
    <Stack gap="sm">
      <Text fw={600}>{say(instead ? 'agents.runInstead' : 'agents.run', { name: made.name })}</Text>
      <RadioChoice
        label={say('agents.system')}
        value={system}
        onChange={setSystem}
        options={offered.map(value => ({ value, label: say(`agents.systems.${value}`) }))}
      />
      <Code block dir="ltr" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-testid="setup-command">
        {commands[system](shown ? made.token : covered, portal, platform)}
      </Code>
      <Group gap="xs">
        <Button variant="default" onClick={() => setShown(!shown)} aria-pressed={shown}>
          {say('agents.show')}
        </Button>
        <Button variant="default" onClick={copy}>
          {say(copied ? 'agents.copied' : 'agents.copy')}
        </Button>
      </Group>
      <Text size="sm">
        {say('agents.once')} <TimeLeft endsAt={made.endsAt} />
      </Text>
      <Text size="sm" c="dimmed">
        {say('agents.secret')}
      </Text>
    </Stack>
  )
}
