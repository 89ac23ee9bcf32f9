'use client'

import { Code, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { Button } from '@/app/ui/button'

const systems = ['linux', 'windows'] as const
type System = (typeof systems)[number]

/** The token reaches the program by its environment: arguments can be read by everybody on the machine. */
const commands: Record<System, (token: string, portal: string) => string> = {
  linux: (token, portal) =>
    `export ENROLLMENT_AGENT_TOKEN='${token}'\nnode enrollment-agent.mjs setup --portal ${portal}`,
  windows: (token, portal) =>
    `$env:ENROLLMENT_AGENT_TOKEN = '${token}'\nnode enrollment-agent.mjs setup --portal ${portal}`,
}

/** What to run on the machine; the token in it is covered until somebody wants to see it. */
export function SetupCommand({ made }: { made: { name: string; token: string; minutes: number } }) {
  const address = useAddress()
  const [system, setSystem] = useState<System>('linux')
  const [shown, setShown] = useState(false)
  const [copied, setCopied] = useState(false)
  const portal = `${window.location.origin}${address('')}`
  const covered = `${made.token.slice(0, 5)}${'•'.repeat(12)}`
  const copy = async () => {
    await navigator.clipboard.writeText(commands[system](made.token, portal))
    setCopied(true)
  }
  return (
    <Stack gap="sm">
      <Text fw={600}>{say('agents.run', { name: made.name })}</Text>
      <SegmentedControl
        aria-label={say('agents.system')}
        value={system}
        onChange={value => setSystem(value as System)}
        data={systems.map(value => ({ value, label: say(`agents.systems.${value}`) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      <Code block dir="ltr" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-testid="setup-command">
        {commands[system](shown ? made.token : covered, portal)}
      </Code>
      <Group gap="xs">
        <Button variant="default" onClick={() => setShown(!shown)} aria-pressed={shown}>
          {say('agents.show')}
        </Button>
        <Button variant="default" onClick={copy}>
          {say(copied ? 'agents.copied' : 'agents.copy')}
        </Button>
      </Group>
      <Text size="sm">{say('agents.once', { minutes: made.minutes })}</Text>
      <Text size="sm" c="dimmed">
        {say('agents.secret')}
      </Text>
    </Stack>
  )
}
