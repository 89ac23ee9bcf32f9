'use client'

import { useRouter } from 'next/navigation'
import { type EditorProps, ScheduleEditor } from '../../../schedule/schedule-editor'
import { WizardFooter } from '../wizard-footer'

/** The Schedule step: what is chosen here holds from the first approved run on. */
export function ScheduleStep(props: EditorProps) {
  const router = useRouter()
  const connector = `/directory-sync/connectors/${props.connectorId}`
  return (
    <ScheduleEditor<'exit' | 'continue'>
      {...props}
      footer={(save, busy) => (
        <WizardFooter
          back={`${connector}/setup/organizational-units`}
          busy={busy}
          onExit={() => save('exit', () => router.push(connector))}
          onContinue={() => save('continue', () => router.push(`${connector}/setup/review`))}
        />
      )}
    />
  )
}
