import { Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { sentence } from '@/lib/words/words'
import { openConnector } from '../../../open-connector'
import { SetupFacts } from '../../../setup-facts'
import { unitsInWords } from '../../../units-in-words'
import { stepTitle } from '../steps'
import { Wizard } from '../wizard'
import { ReviewFooter } from './review-footer'

export const metadata: Metadata = { title: stepTitle('review') }

/** Everything that was chosen, in one sentence and as a list. The only way on is a preview. */
export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openConnector((await params).id)
  const { connector, passwordSaved, faults } = open
  const setup = `/directory-sync/connectors/${connector.id}/setup`
  const server = connector.draft.connection?.hosts[0]?.host
  return (
    <Wizard step="review" open={open} lead={say('review.lead')}>
      <Stack gap="lg">
        {faults.length > 0 ? (
          <Notice tone="warn" title={say('review.unfinished')}>
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {faults.map(fault => (
                <li key={fault.code}>
                  {sentence(fault.code, fault.args, 'connectors')}{' '}
                  <TextLink href={`${setup}/${stepOf(fault.code)}`}>{say('review.goThere')}</TextLink>
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
        <Card title={say('review.title')} id="summary">
          {server ? (
            <p style={{ margin: 0 }}>
              {say('review.sentence', { server, people: unitsInWords(connector.draft.organizationalUnits) })}
            </p>
          ) : null}
          <SetupFacts connector={connector} passwordSaved={passwordSaved} change />
        </Card>
        <Notice tone="quiet">{say('review.limits')}</Notice>
        <ReviewFooter connectorId={connector.id} />
      </Stack>
    </Wizard>
  )
}

const stepOf = (code: string) => (code.startsWith('organizational-units') ? 'organizational-units' : 'connection')
