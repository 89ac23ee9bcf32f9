import { Stack } from '@mantine/core'
import { notFound } from 'next/navigation'
import * as z from 'zod'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { Status } from '@/app/ui/status'
import { Technical } from '@/app/ui/technical'
import { When } from '@/app/ui/when'
import { fingerprintOf } from '@/lib/agent-protocol/keys'
import { LocalDirectory } from '@/lib/agent-protocol/messages'
import { listAgentKeys, readAgent } from '@/lib/store/agents'
import { inOrganization } from '@/lib/store/organization'
import packageJson from '@/package.json' with { type: 'json' }
import { openConnector } from '../../../open-connector'
import { agentLine } from '../agent-line'
import { readAgentsView } from '../agents-view'
import { ReplaceAgent } from './replace-agent'
import { RevokeAgent } from './revoke-agent'
import { RotateKey } from './rotate-key'

export const generateMetadata = titled('agents.one')

/** One agent: which machine it is, what it may read at most, its keys, and how to shut it out. */
export default async function AgentPage({ params }: { params: Promise<{ id: string; agent: string }> }) {
  const { id, agent: agentId } = await params
  const { admin, organization, connector } = await openConnector(id)
  if (!z.uuid().safeParse(agentId).success) notFound()
  const { agent, keys } = await inOrganization(admin.organizationId, async tx => ({
    agent: await readAgent(tx, agentId),
    keys: await listAgentKeys(tx, agentId),
  }))
  if (!agent || agent.revokedAt || agent.connectorId !== connector.id) notFound()
  const { timeZone } = organization
  const line = agentLine(agent, { now: new Date(), timeZone })
  const view = await readAgentsView(admin.organizationId, connector.id, timeZone)
  const others = view.agents.filter(({ id: other, state }) => other !== agent.id && state === 'connected').length
  return (
    <Words of={['agents']}>
      <Stack gap="lg" maw={960}>
        <PageHeading title={agent.name} lead={<Status tone={line.tone}>{line.stateText}</Status>} />
        {line.warnings.map(warning => (
          <Notice key={warning} tone="warn">
            {warning}
          </Notice>
        ))}
        <Card title={say('agents.facts')} id="facts">
          <Facts
            facts={[
              { label: say('agents.machine'), value: line.machine },
              {
                label: say('agents.version'),
                value:
                  line.version === packageJson.version
                    ? line.version
                    : say('agents.versionOther', { version: line.version, portal: packageJson.version }),
              },
              {
                label: say('agents.lastContact'),
                value: line.lastContact ? <When moment={line.lastContact} /> : say('agents.state.never'),
              },
              { label: say('agents.directoryHeading'), value: line.directory.text },
              { label: say('agents.enrolled'), value: <When moment={moment(agent.enrolledAt, timeZone)} /> },
              ...(agent.enrolledFrom
                ? [{ label: say('agents.enrolledFrom'), value: <Technical>{agent.enrolledFrom}</Technical> }]
                : []),
              ...keys.map((key, at) => ({
                label: say(at === 0 ? 'agents.fingerprint' : 'agents.fingerprintBefore'),
                value: <Technical>{fingerprintOf(key.keyId)}</Technical>,
              })),
            ]}
          />
        </Card>
        <DirectoryCard directory={agent.directory} />
        <Reserved to="enrollment.sync.configure">
          <RotateKey agentId={agent.id} name={agent.name} asked={agent.rotationAskedAt !== null} />
          <ReplaceAgent connectorId={connector.id} agentId={agent.id} name={agent.name} first={view} />
          <RevokeAgent
            agentId={agent.id}
            name={agent.name}
            others={others}
            back={`/directory-sync/connectors/${connector.id}/agents`}
          />
        </Reserved>
      </Stack>
    </Words>
  )
}

/** What was said on the machine: where it reads, and what it lets the portal read at most. */
function DirectoryCard({ directory }: { directory: unknown }) {
  const told = LocalDirectory.safeParse(directory)
  if (!told.success) return null
  const { hosts, baseDn, userId, limits } = told.data
  const all = (values: readonly string[] | null) =>
    values === null ? say('agents.unlimited') : <Technical>{values.join(', ')}</Technical>
  return (
    <Card title={say('agents.told')} id="told">
      <Facts
        facts={[
          {
            label: say('agents.servers'),
            value: <Technical>{hosts.map(one => `${one.host}:${one.port}`).join(', ')}</Technical>,
          },
          { label: say('agents.base'), value: baseDn ? <Technical>{baseDn}</Technical> : say('agents.wholeDomain') },
          { label: say('agents.account'), value: <Technical>{userId}</Technical> },
          { label: say('agents.password'), value: say('agents.passwordThere') },
          { label: say('agents.limitBases'), value: all(limits.baseDns) },
          { label: say('agents.limitAttributes'), value: all(limits.attributes) },
          { label: say('agents.limitFilter'), value: all(limits.filter === null ? null : [limits.filter]) },
        ]}
      />
    </Card>
  )
}
