'use client'

import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Status } from '@/app/ui/status'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { When } from '@/app/ui/when'
import type { AgentLine } from './agent-line'

const columns = ['name', 'stateHeading', 'machine', 'version', 'lastContact', 'directoryHeading'] as const

/** Each agent: whether it is there, on which machine, and whether it reaches its directory. */
export function AgentsTable({ connectorId, agents }: { connectorId: string; agents: readonly AgentLine[] }) {
  return (
    <TableRegion label={say('agents.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <TableThead>
          <TableTr>
            {columns.map(column => (
              <TableTh key={column} scope="col">
                {say(`agents.${column}`)}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {agents.map(agent => (
            <Line key={agent.id} agent={agent} href={`/directory-sync/connectors/${connectorId}/agents/${agent.id}`} />
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function Line({ agent, href }: { agent: AgentLine; href: string }) {
  return (
    <TableTr>
      <TableTh scope="row">
        <TextLink href={href}>{agent.name}</TextLink>
        {agent.warnings.map(warning => (
          <Text key={warning} size="xs" c="var(--warn)" fw={400} miw={220}>
            {warning}
          </Text>
        ))}
      </TableTh>
      <TableTd>
        <Status tone={agent.tone}>{agent.stateText}</Status>
      </TableTd>
      <TableTd>{agent.machine}</TableTd>
      <TableTd>{agent.version}</TableTd>
      <TableTd>{agent.lastContact ? <When moment={agent.lastContact} /> : say('agents.state.never')}</TableTd>
      <TableTd>
        <Text size="sm" c={agent.directory.tone === 'danger' ? 'var(--danger)' : 'dimmed'}>
          {agent.directory.text}
        </Text>
        {agent.limits ? (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }} miw={180}>
            {agent.limits}
          </Text>
        ) : null}
      </TableTd>
    </TableTr>
  )
}
