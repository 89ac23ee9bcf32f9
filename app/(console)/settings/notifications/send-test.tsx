'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import type { Answer } from '@/app/forms/problem'
import { inOneLine } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { testMail, testWebhook } from './actions'

type Way = 'mail' | 'webhook'
type Said = { ok: boolean; text: string }
const ways = { mail: testMail, webhook: testWebhook }

/** Sends a test now and says what came of it. */
export function SendTest({ webhook }: { webhook: boolean }) {
  const [busy, setBusy] = useState<Way | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const send = async (way: Way) => {
    setBusy(way)
    setSaid(null)
    setSaid(inWords(way, await answered(ways[way]({}))))
    setBusy(null)
  }
  return (
    <Stack>
      <Text>{say('alerts.testText')}</Text>
      <Group>
        <BusyButton variant="default" busy={busy === 'mail'} onClick={() => send('mail')}>
          {say('alerts.testMail')}
        </BusyButton>
        {webhook ? (
          <BusyButton variant="default" busy={busy === 'webhook'} onClick={() => send('webhook')}>
            {say('alerts.testWebhook')}
          </BusyButton>
        ) : null}
      </Group>
      <Text role="status" c={said?.ok === false ? 'danger' : undefined}>
        {said?.text ?? ''}
      </Text>
    </Stack>
  )
}

const inWords = (way: Way, answer: Answer<{ to: string }>): Said =>
  answer.ok
    ? { ok: true, text: say(`alerts.sent.${way}`, answer.value) }
    : { ok: false, text: inOneLine(answer.problems) ?? '' }
