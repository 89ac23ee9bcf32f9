'use client'

import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import type { TokenLine } from './agents-view'
import { TimeLeft } from './time-left'

type Props = { connectorId: string; tokens: readonly TokenLine[]; made: string | null }

/**
 * Tokens that wait for their machine, and whoever came with one too late.
 * @param made the name whose token was made on this page, which has a place of its own
 */
export function TokenNotices({ connectorId, tokens, made }: Props) {
  const tried = tokens.filter(token => token.tried)
  const waiting = tokens.filter(token => token.open && !token.tried && token.name !== made)
  return (
    <>
      {tried.map(token => (
        <Notice key={`tried ${token.id}`} tone={token.agentId ? 'danger' : 'warn'}>
          {token.tried}{' '}
          {token.agentId ? (
            <TextLink href={`/directory-sync/connectors/${connectorId}/agents/${token.agentId}`}>
              {say('agents.triedLook', { name: token.name })}
            </TextLink>
          ) : null}
        </Notice>
      ))}
      {waiting.map(token => (
        <Notice key={token.id} tone="accent">
          {say('agents.tokenWaits', { name: token.name })} <TimeLeft endsAt={token.endsAt} />
        </Notice>
      ))}
    </>
  )
}
