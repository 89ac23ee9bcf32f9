import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { usualAttributes } from '@/lib/directory/person-attributes'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ExclusionRulesStep } from './exclusion-rules-step'

export const generateMetadata = titledStep('exclusion-rules')

export default async function ExclusionRulesPage(props: StepProps) {
  const open = await openStep(props, 'exclusion-rules')
  return (
    <Wizard step="exclusion-rules" open={open} desk={open.desk} lead={say('exclusionRules.lead')}>
      <Words of={['exclusionRules', 'fault', 'mapping.checking', 'rules']}>
        <ExclusionRulesStep
          connectorId={open.connector.id}
          incoming={open.settings.exclusions.incoming}
          attributes={usualAttributes}
        />
      </Words>
    </Wizard>
  )
}
