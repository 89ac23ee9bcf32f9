import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { say } from '@/app/messages/say'
import { openConnector } from '../../../open-connector'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { UnitsStep } from './units-step'

export const metadata: Metadata = { title: stepTitle('organizational-units') }

export default async function OrganizationalUnitsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const open = await openConnector(id)
  if (!open.tested) redirect(`/directory-sync/connectors/${id}/setup/connection`)
  return (
    <Wizard step="organizational-units" open={open} lead={say('units.lead')}>
      <UnitsStep connectorId={id} settings={open.connector.draft.organizationalUnits} />
    </Wizard>
  )
}
