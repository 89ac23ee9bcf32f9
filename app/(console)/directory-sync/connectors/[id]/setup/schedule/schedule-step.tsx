'use client'

import { useRouter } from 'next/navigation'
import { type EditorProps, ScheduleEditor } from '../../../schedule/schedule-editor'
import { placesAround } from '../steps'
import { WizardFooter } from '../wizard-footer'

/** The Schedule step: what is chosen here holds from the first approved run on. */
export function ScheduleStep(props: EditorProps) {
  const router = useRouter()
  const places = placesAround(props.connectorId, 'schedule')
  return (
    <ScheduleEditor
      {...props}
      footer={(save, state) => <WizardFooter {...state} onLeave={way => save(way, () => router.push(places[way]))} />}
    />
  )
}
