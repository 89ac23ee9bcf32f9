'use client'

import { useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import type { AgentLine } from './agent-line'

type Props = { connectorId: string; name: string; arrived: AgentLine | null }

/** Whether the agent that a token was made for has come in. Said aloud once, when it is there. */
export function Waiting({ connectorId, name, arrived }: Props) {
  const announce = useAnnounce()
  const said = useRef(false)
  const text = arrived ? say('agents.arrived', { name, machine: arrived.machine }) : say('agents.waiting', { name })
  useEffect(() => {
    if (arrived && !said.current) announce(text)
    said.current = arrived !== null
  }, [arrived, announce, text])
  return (
    <Notice tone={arrived ? 'ok' : 'accent'} title={text}>
      {say(arrived ? 'agents.compare' : 'agents.waitingHelp')}{' '}
      {arrived ? (
        <TextLink href={`/directory-sync/connectors/${connectorId}/agents/${arrived.id}`}>
          {say('agents.look', { name })}
        </TextLink>
      ) : null}
    </Notice>
  )
}
