'use client'

import { Group } from '@mantine/core'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { LinkButton } from '@/app/ui/links'
import styles from './wizard-footer.module.css'

type Props = {
  back: string
  busy: 'exit' | 'continue' | null
  onExit: () => void
  onContinue: () => void
  continueLabel?: string
}

/** Back, Save and exit, Continue; always in reach at the bottom. Continue is never disabled: it says what is missing. */
export function WizardFooter({ back, busy, onExit, onContinue, continueLabel }: Props) {
  return (
    <Group className={styles.footer} justify="space-between">
      <LinkButton variant="default" href={back}>
        {say('setup.back')}
      </LinkButton>
      <Group gap="xs">
        <BusyButton variant="default" onClick={onExit} busy={busy === 'exit'}>
          {say('setup.saveAndExit')}
        </BusyButton>
        <BusyButton onClick={onContinue} busy={busy === 'continue'}>
          {continueLabel ?? say('setup.continue')}
        </BusyButton>
      </Group>
    </Group>
  )
}
