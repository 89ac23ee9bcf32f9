import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { mappingTargets } from '@/lib/settings/choices'
import { openStep, type StepProps } from '../open-step'
import { addedOf } from '../rules/added'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ExclusionsStep } from './exclusions-step'

export const generateMetadata = titledStep('exclusions')

export default async function ExclusionsPage(props: StepProps) {
  const open = await openStep(props, 'exclusions')
  const { exclusions, mapping } = open.settings
  const own = mappingTargets
    .filter(name => name !== 'manager')
    .map(name => ({ value: name as string, label: say(`field.${name}`) }))
  return (
    <Wizard step="exclusions" open={open} desk={open.desk} lead={say('exclusions.lead')}>
      <Words of={['exclusions', 'fault', 'groupField', 'groups.more', 'rules', 'words']}>
        <ExclusionsStep
          connectorId={open.connector.id}
          settings={exclusions.protected}
          added={await addedOf(open)}
          fields={[...own, ...mapping.custom.map(({ key, label }) => ({ value: key, label }))]}
        />
      </Words>
    </Wizard>
  )
}
