import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { offlineBefore } from '@/lib/agents/agent-state'
import { env } from '@/lib/env'
import { listAgentsAway } from '@/lib/store/agents-away'
import { inOrganization } from '@/lib/store/organization'

/** Says of which connectors agents are offline, and what does not happen because of it. */
export async function AgentsNotice() {
  const { admin } = await openConsole('enrollment.read')
  const before = offlineBefore(new Date(), env().ENROLLMENT_AGENT_OFFLINE_MINUTES)
  const connectors = await inOrganization(admin.organizationId, tx => listAgentsAway(tx, before))
  return connectors
    .filter(({ working, away }) => working === 0 || away.length > 0)
    .map(({ id, name, working, away }) => (
      <Notice key={id} tone={working === 0 ? 'danger' : 'warn'}>
        {working === 0
          ? say('agents.noneLeft', { connector: name })
          : say('agents.spareGone', { connector: name, agents: away.join(', '), away: away.length, working })}{' '}
        <TextLink href={`/directory-sync/connectors/${id}/agents`}>
          {say('agents.lookAt', { connector: name })}
        </TextLink>
      </Notice>
    ))
}
