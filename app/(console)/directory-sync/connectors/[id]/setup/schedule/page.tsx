import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { editorProps } from '../../../schedule/editor-props'
import { openStep } from '../open-step'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { ScheduleStep } from './schedule-step'

export const metadata: Metadata = { title: stepTitle('schedule') }

export default async function SchedulePage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openStep(params)
  return (
    <Wizard step="schedule" open={open} lead={say('schedule.lead')}>
      <Words of={['fault', 'schedule']}>
        <ScheduleStep {...(await editorProps(open))} />
      </Words>
    </Wizard>
  )
}
