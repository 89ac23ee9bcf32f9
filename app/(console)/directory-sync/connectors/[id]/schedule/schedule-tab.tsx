'use client'

import { Group } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { LinkButton } from '@/app/ui/links'
import { type EditorProps, ScheduleEditor } from '../../schedule/schedule-editor'
import { MeanwhileNotice } from '../setup/meanwhile-notice'

/** The schedule of a connector that is set up: saved, it holds at once. */
export function ScheduleTab(props: EditorProps) {
  const router = useRouter()
  const connector = `/directory-sync/connectors/${props.connectorId}`
  return (
    <ScheduleEditor
      {...props}
      footer={(save, { busy, meanwhile }) => {
        const leave = () => save('save', () => router.push(connector))
        return (
          <>
            {meanwhile ? <MeanwhileNotice meanwhile={meanwhile} onKeep={leave} /> : null}
            <Group gap="xs">
              <LinkButton variant="default" href={connector}>
                {say('setup.back')}
              </LinkButton>
              <BusyButton busy={busy === 'save'} onClick={leave}>
                {say('schedule.save')}
              </BusyButton>
            </Group>
          </>
        )
      }}
    />
  )
}
