import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ListsStep } from './lists-step'

export const generateMetadata = titledStep('distribution-lists')

export default async function DistributionListsPage(props: StepProps) {
  const open = await openStep(props, 'distribution-lists')
  const { distributionLists, groups } = open.settings
  return (
    <Wizard step="distribution-lists" open={open} desk={open.desk} lead={say('lists.lead')}>
      <Words of={['fault', 'lists']}>
        <ListsStep connectorId={open.connector.id} settings={distributionLists} groups={groups} />
      </Words>
    </Wizard>
  )
}
