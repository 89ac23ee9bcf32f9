'use client'

import { Group, Text } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Notice } from '@/app/ui/notice'
import { type Keeping, useDesk } from './desk'
import type { Met, SavedBy, Way } from './use-step'
import styles from './wizard-footer.module.css'

/** Hardly ever is there anything to say, so it comes when there is. */
const MeanwhileNotice = lazy(async () => ({ default: (await import('./meanwhile-notice')).MeanwhileNotice }))

type ButtonsProps = { busy: SavedBy | null; onLeave: (way: Way) => void; continueLabel?: string; kept?: ReactNode }
type Props = ButtonsProps & {
  /** What somebody else saved, in the way of the last attempt to save. */
  meanwhile: Met | null
  onTest?: () => void
}

/** What is in the way of saving a step, whether what is typed is kept, and the ways out of it. */
export function WizardFooter({ meanwhile, onTest, ...buttons }: Props) {
  const { keeping } = useDesk()
  const again = ({ by }: Met) => {
    if (by === 'test') onTest?.()
    else if (by !== 'save') buttons.onLeave(by)
  }
  return (
    <>
      <Suspense>
        {meanwhile ? <MeanwhileNotice meanwhile={meanwhile} onKeep={() => again(meanwhile)} /> : null}
      </Suspense>
      {keeping === 'signed-out' ? <Notice tone="danger">{say('setup.signedOut')}</Notice> : null}
      <FooterButtons {...buttons} kept={<Kept keeping={keeping} />} />
    </>
  )
}

/** Back, Save and exit, Continue; always in reach at the bottom. Continue is never disabled: it says what is missing. */
export function FooterButtons({ busy, onLeave, continueLabel, kept }: ButtonsProps) {
  return (
    <Group className={styles.footer} justify="space-between">
      <BusyButton variant="default" onClick={() => onLeave('back')} busy={busy === 'back'}>
        {say('setup.back')}
      </BusyButton>
      <Group gap="xs">
        {kept}
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

/** Seen and not announced: it changes with every pause in the typing. */
function Kept({ keeping }: { keeping: Keeping }) {
  if (keeping === null || keeping === 'signed-out') return null
  return (
    <Text size="sm" c="dimmed" data-testid="kept">
      {keeping === 'failed'
        ? say('setup.notKept')
        : 'refused' in keeping
          ? keeping.refused
          : say('setup.kept', keeping)}
    </Text>
  )
}
