import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { UnitsStep } from './units-step'

export const generateMetadata = titledStep('organizational-units')

export default async function OrganizationalUnitsPage(props: StepProps) {
  const open = await openStep(props, 'organizational-units')
  return (
    <Wizard step="organizational-units" open={open} desk={open.desk} lead={say('units.lead')}>
      <Words of={['fault', 'newUnits', 'settingChange', 'settingLine', 'units']}>
        <UnitsStep
          connectorId={open.connector.id}
          settings={open.connector.draft.organizationalUnits}
          live={open.live?.organizationalUnits ?? null}
        />
      </Words>
    </Wizard>
  )
}
