'use client'

import { Group } from '@mantine/core'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import type { Way } from './use-step'
import styles from './wizard-footer.module.css'

type Props = { busy: Way | null; onLeave: (way: Way) => void; continueLabel?: string }

/** Back, Save and exit, Continue; always in reach at the bottom. Continue is never disabled: it says what is missing. */
export function WizardFooter({ busy, onLeave, continueLabel }: Props) {
  return (
    <Group className={styles.footer} justify="space-between">
      <BusyButton variant="default" onClick={() => onLeave('back')} busy={busy === 'back'}>
        {say('setup.back')}
      </BusyButton>
      <Group gap="xs">
        <BusyButton variant="default" onClick={() => onLeave('exit')} busy={busy === 'exit'}>
          {say('setup.saveAndExit')}
        </BusyButton>
        <BusyButton onClick={() => onLeave('continue')} busy={busy === 'continue'}>
          {continueLabel ?? say('setup.continue')}
        </BusyButton>
      </Group>
    </Group>
  )
}
