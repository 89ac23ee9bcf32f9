import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { say } from '@/app/messages/say'
import { openConnector } from '../../../open-connector'
import { editorProps } from '../../../schedule/editor-props'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { ScheduleStep } from './schedule-step'

export const metadata: Metadata = { title: stepTitle('schedule') }

export default async function SchedulePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const open = await openConnector(id)
  if (!open.tested) redirect(`/directory-sync/connectors/${id}/setup/connection`)
  return (
    <Wizard step="schedule" open={open} lead={say('schedule.lead')}>
      <ScheduleStep {...(await editorProps(open))} />
    </Wizard>
  )
}
