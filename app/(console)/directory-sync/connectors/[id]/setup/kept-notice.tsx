import { Group, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import type { Desk } from './desk'

/** Whether the form shows what is saved or what was typed before, and the way to the other. */
export function KeptNotice({ desk: { step, place, kept, since } }: { desk: Desk }) {
  if (!kept) return null
  const at = kept.at.text
  // Outside of the wizard only what says so saves.
  const where = place.includes('/setup/') ? step : 'tab'
  return (
    <Notice tone={since ? 'warn' : 'quiet'}>
      <Group gap="xs">
        <Text>{say(kept.shown ? 'setup.restored' : 'setup.restoredOther', { at, where })}</Text>
        {since ? <Text>{say('setup.since', { name: since.name, at: since.at.text })}</Text> : null}
        <TextLink href={kept.shown ? `${place}?as=saved` : place}>
          {say(kept.shown ? 'setup.showSaved' : 'setup.showTyped')}
        </TextLink>
      </Group>
    </Notice>
  )
}
