import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { may } from '@/lib/access/admin'
import { inOrganization } from '@/lib/store/organization'
import { countLinked } from '@/lib/store/reverts'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { recommended } from './safety-form'
import { SafetyStep } from './safety-step'

export const generateMetadata = titledStep('safety')

export default async function SafetyPage(props: StepProps) {
  const open = await openStep(props, 'safety')
  const { safety, leaving } = open.settings
  const linked = await inOrganization(open.admin.organizationId, tx => countLinked(tx, open.connector.id))
  return (
    <Wizard step="safety" open={open} desk={open.desk} lead={say('safety.lead')}>
      <Words of={['fault', 'leaving', 'safety']}>
        <SafetyStep
          connectorId={open.connector.id}
          values={{ safety, leaving }}
          recommended={recommended}
          linked={linked}
          mayRaise={may(open.admin, 'enrollment.safety.raise')}
        />
      </Words>
    </Wizard>
  )
}
