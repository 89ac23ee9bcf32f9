import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { usualAttributes } from '@/lib/directory/person-attributes'
import { openStep, type StepProps } from '../open-step'
import { addedOf } from '../rules/added'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ExclusionRulesStep } from './exclusion-rules-step'
import { type Led, suggestedRule } from './suggested-rule'

export const generateMetadata = titledStep('exclusion-rules')

type Props = StepProps & { searchParams: Promise<Led> }

export default async function ExclusionRulesPage(props: Props) {
  const open = await openStep(props, 'exclusion-rules')
  const suggested = await suggestedRule(open, await props.searchParams)
  return (
    <Wizard step="exclusion-rules" open={open} desk={open.desk} lead={say('exclusionRules.lead')}>
      <Words of={['exclusionRules', 'fault', 'groups.more', 'mapping.checking', 'rules', 'words']}>
        <ExclusionRulesStep
          connectorId={open.connector.id}
          incoming={open.settings.exclusions.incoming}
          suggested={suggested}
          added={await addedOf(open)}
          attributes={usualAttributes}
        />
      </Words>
    </Wizard>
  )
}
