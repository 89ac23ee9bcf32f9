import { randomUUID } from 'node:crypto'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { usualAttributes } from '@/lib/directory/person-attributes'
import type { IncomingRule } from '@/lib/settings/exclusions'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ExclusionRulesStep } from './exclusion-rules-step'

export const generateMetadata = titledStep('exclusion-rules')

type Props = StepProps & { searchParams: Promise<{ leaveOut?: string }> }

export default async function ExclusionRulesPage(props: Props) {
  const open = await openStep(props, 'exclusion-rules')
  const { leaveOut } = await props.searchParams
  return (
    <Wizard step="exclusion-rules" open={open} desk={open.desk} lead={say('exclusionRules.lead')}>
      <Words of={['exclusionRules', 'fault', 'mapping.checking', 'rules', 'words']}>
        <ExclusionRulesStep
          connectorId={open.connector.id}
          incoming={open.settings.exclusions.incoming}
          suggested={leaveOut ? ruleAgainst(leaveOut) : null}
          attributes={usualAttributes}
        />
      </Words>
    </Wizard>
  )
}

/** Nothing is saved by following a link: the rule stands in the form, to be counted first. */
const ruleAgainst = (domain: string): IncomingRule => ({
  ...{ id: randomUUID(), name: say('exclusionRules.leaveOutName', { domain }).slice(0, 60) },
  ...{ field: 'mail', match: 'contains', values: [`@${domain}`.slice(0, 200)] },
})
