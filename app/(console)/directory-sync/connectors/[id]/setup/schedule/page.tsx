import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { editorProps } from '../../../schedule/editor-props'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ScheduleStep } from './schedule-step'

export const generateMetadata = titledStep('schedule')

export default async function SchedulePage(props: StepProps) {
  const open = await openStep(props, 'schedule')
  return (
    <Wizard step="schedule" open={open} desk={open.desk} lead={say('schedule.lead')}>
      <Words of={['fault', 'schedule']}>
        <ScheduleStep {...(await editorProps(open))} />
      </Words>
    </Wizard>
  )
}
