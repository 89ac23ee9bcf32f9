import { Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { LinkButton } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { useDesk } from './desk'
import type { Meanwhile } from './save-step'

/** What somebody else saved while this step was edited, what keeping one's own changes of it, and both ways on; `onKeep` saves again. */
export function MeanwhileNotice({ meanwhile, onKeep }: { meanwhile: Meanwhile; onKeep: () => void }) {
  const { place, seen } = useDesk()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
  }, [])
  const { name, at, changes } = meanwhile
  const theirs = new URLSearchParams({ as: 'saved', of: meanwhile.seen.slice(0, 8) })
  const keep = () => {
    seen.current = meanwhile.seen
    onKeep()
  }
  return (
    <div ref={box} tabIndex={-1} data-testid="meanwhile">
      <Notice
        tone="warn"
        title={name && at ? say('setup.meanwhile', { name, at: at.text }) : say('setup.meanwhileSomebody')}
      >
        <Stack gap="sm">
          <Text>{changes.length > 0 ? say('setup.keepingChanges') : say('setup.keepingUnsaid')}</Text>
          {changes.length > 0 ? (
            <ul style={{ margin: 0, paddingInlineStart: 20, overflowWrap: 'anywhere' }}>
              {changes.map(change => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          ) : null}
          <Group gap="xs">
            <LinkButton variant="default" href={`${place}?${theirs}`}>
              {say('setup.lookAtTheirs')}
            </LinkButton>
            <BusyButton variant="default" busy={false} onClick={keep}>
              {say('setup.keepMine')}
            </BusyButton>
          </Group>
        </Stack>
      </Notice>
    </div>
  )
}
