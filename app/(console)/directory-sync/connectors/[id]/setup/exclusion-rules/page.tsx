import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { usualAttributes } from '@/lib/directory/person-attributes'
import { openStep } from '../open-step'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { ExclusionRulesStep } from './exclusion-rules-step'

export const metadata: Metadata = { title: stepTitle('exclusion-rules') }

export default async function ExclusionRulesPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openStep(params)
  return (
    <Wizard step="exclusion-rules" open={open} lead={say('exclusionRules.lead')}>
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
