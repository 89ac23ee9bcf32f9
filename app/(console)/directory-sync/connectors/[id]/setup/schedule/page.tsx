import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { editorProps } from '../../../schedule/editor-props'
import { openStep, type StepProps } from '../open-step'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { ScheduleStep } from './schedule-step'

export const metadata: Metadata = { title: stepTitle('schedule') }

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
