'use client'

import { Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { startPreview } from '../../../../actions'
import { placesAround } from '../steps'
import { FooterButtons } from '../wizard-footer'

/** Everything is stored already, so exit just leaves; the preview changes nothing. */
export function ReviewFooter({ connectorId }: { connectorId: string }) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<Problem[]>([])
  const places = placesAround(connectorId, 'review')
  const preview = async () => {
    setBusy(true)
    const answer = await answered(startPreview({ connectorId }))
    if (answer.ok) return router.push(`/directory-sync/runs/${answer.value.runId}`)
    setBusy(false)
    setProblems(answer.problems)
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
