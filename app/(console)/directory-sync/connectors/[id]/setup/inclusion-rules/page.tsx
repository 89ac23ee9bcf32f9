import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { parseSearchFilter } from '@/lib/directory/formats/search-filter'
import { usualAttributes } from '@/lib/directory/person-attributes'
import { toVisual } from '@/lib/sync/inclusion/visual-rule'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { InclusionStep } from './inclusion-step'

export const generateMetadata = titledStep('inclusion-rules')

export default async function InclusionRulesPage(props: StepProps) {
  const open = await openStep(props, 'inclusion-rules')
  const filter = open.settings.inclusion?.filter ?? null
  const parsed = filter === null ? null : parseSearchFilter(filter)
  return (
    <Wizard step="inclusion-rules" open={open} desk={open.desk} lead={say('inclusion.lead')}>
      <Words of={['inclusion', 'mapping.checking']}>
        <InclusionStep
          connectorId={open.connector.id}
          filter={filter}
          rule={parsed && 'filter' in parsed ? toVisual(parsed.filter) : null}
          attributes={usualAttributes}
        />
      </Words>
    </Wizard>
  )
}
