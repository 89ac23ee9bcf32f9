import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { may } from '@/lib/access/admin'
import { openStep } from '../open-step'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { SafetyStep } from './safety-step'

export const metadata: Metadata = { title: stepTitle('safety') }

export default async function SafetyPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openStep(params)
  const { safety, leaving } = open.settings
  return (
    <Wizard step="safety" open={open} lead={say('safety.lead')}>
      <SafetyStep
        connectorId={open.connector.id}
        values={{ safety, leaving }}
        mayRaise={may(open.admin, 'enrollment.safety.raise')}
      />
    </Wizard>
  )
}
