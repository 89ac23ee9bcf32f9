import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { openStep } from '../open-step'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { ListsStep } from './lists-step'

export const metadata: Metadata = { title: stepTitle('distribution-lists') }

export default async function DistributionListsPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openStep(params)
  const { distributionLists, groups } = open.settings
  return (
    <Wizard step="distribution-lists" open={open} lead={say('lists.lead')}>
      <Words of={['fault', 'lists']}>
        <ListsStep connectorId={open.connector.id} settings={distributionLists} groups={groups} />
      </Words>
    </Wizard>
  )
}
