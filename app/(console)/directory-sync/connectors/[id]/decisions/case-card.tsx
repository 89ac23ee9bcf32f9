import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { TextLink } from '@/app/ui/links'
import { When } from '@/app/ui/when'
import { CandidatesTable } from './candidates-table'
import type { CaseLine } from './case-line'
import { DecisionForm } from './decision-form'

/** One person about whom an administrator decides. */
export function CaseCard({ connectorId, line }: { connectorId: string; line: CaseLine }) {
  return (
    <Card title={line.name} id={`case-${line.anchor}`}>
      <Text>{line.why}</Text>
      <Facts
        facts={[
          { label: say('decisions.address'), value: line.email },
          { label: say('decisions.unit'), value: line.unit },
          { label: say('decisions.since'), value: <When moment={line.since} /> },
        ]}
      />
      {line.candidates.length > 0 ? <CandidatesTable line={line} /> : null}
      {line.held === null ? null : (
        <Text>
          {line.held.text}{' '}
          {line.held.holder ? <TextLink href={line.held.holder.href}>{line.held.holder.text}</TextLink> : null}
        </Text>
      )}
      {line.decided === null ? null : <Text fw={600}>{line.decided}</Text>}
      <Reserved to="enrollment.sync.approve" instead={null}>
        <DecisionForm connectorId={connectorId} line={line} />
      </Reserved>
    </Card>
  )
}
