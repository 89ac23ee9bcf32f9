'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import type { WebhookDeed } from './webhook-dialog'

const WebhookDialog = lazy(() => import('./webhook-dialog'))

/** What can be done with the webhook: each deed is a dialog, which comes when it is wanted. */
export function WebhookSettings({ url }: { url: string | null }) {
  const router = useRouter()
  const [asked, setAsked] = useState<WebhookDeed | null>(null)
  const [done, setDone] = useState<WebhookDeed | null>(null)
  const deeds: WebhookDeed[] = url === null ? ['setUp'] : ['change', 'replace', 'remove']
  const finish = (deed: WebhookDeed) => {
    setAsked(null)
    setDone(deed)
    router.refresh()
  }
  return (
    <Stack>
      <Group>
        {deeds.map(deed => (
          <Button
            key={deed}
            variant="default"
            onClick={() => {
              setDone(null)
              setAsked(deed)
            }}
          >
            {say(`webhook.${deed}`)}
          </Button>
        ))}
      </Group>
      <Text role="status">{done ? say(done === 'remove' ? 'webhook.removed' : 'webhook.saved') : ''}</Text>
      <Suspense>
        {asked ? <WebhookDialog deed={asked} url={url} onClose={() => setAsked(null)} onDone={finish} /> : null}
      </Suspense>
    </Stack>
  )
}
