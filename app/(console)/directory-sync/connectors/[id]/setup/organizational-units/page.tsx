import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { openStep } from '../open-step'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { UnitsStep } from './units-step'

export const metadata: Metadata = { title: stepTitle('organizational-units') }

export default async function OrganizationalUnitsPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openStep(params)
  return (
    <Wizard step="organizational-units" open={open} lead={say('units.lead')}>
      <Words of={['fault', 'newUnits', 'units']}>
        <UnitsStep connectorId={open.connector.id} settings={open.connector.draft.organizationalUnits} />
      </Words>
    </Wizard>
  )
}
