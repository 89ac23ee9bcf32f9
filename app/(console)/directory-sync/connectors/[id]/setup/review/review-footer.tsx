'use client'

import { Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { ErrorSummary } from '@/app/forms/error-summary'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { startPreview } from '../../../../actions'
import { placesAround } from '../steps'
import { FooterButtons } from '../wizard-footer'

/** Everything is stored already, so exit just leaves; the preview changes nothing. */
export function ReviewFooter({ connectorId }: { connectorId: string }) {
  const router = useRouter()
  const { act, busy, problems } = useAct()
  const places = placesAround(connectorId, 'review')
  const preview = async () => {
    const answer = await act(startPreview({ connectorId }), { leaves: true })
    if (answer.ok) router.push(`/directory-sync/runs/${answer.value.runId}`)
  }
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <FooterButtons
        busy={busy ? 'continue' : null}
        onLeave={way => (way === 'continue' ? preview() : router.push(places[way]))}
        continueLabel={say('review.runPreview')}
      />
    </Stack>
  )
}
