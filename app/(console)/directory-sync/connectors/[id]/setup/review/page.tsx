import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { sentence } from '@/lib/words/words'
import { changeInWords } from '../../../in-words/changed-lines'
import { changedLines } from '../../../in-words/setting-lines'
import { unitsInWords } from '../../../in-words/units-in-words'
import { type OpenConnector, openConnector } from '../../../open-connector'
import { SetupFacts } from '../../../setup-facts'
import { UnsavedNotice } from '../../../unsaved-notice'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ReviewFooter } from './review-footer'

export const generateMetadata = titledStep('review')

/** Everything that was chosen, in one sentence and as a list. The only way on is a preview. */
export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openConnector((await params).id)
  const { connector, settings, passwordSaved, faults } = open
  const setup = `/directory-sync/connectors/${connector.id}/setup`
  const server = connector.draft.connection?.hosts[0]?.host
  return (
    <Wizard step="review" open={open} lead={say('review.lead')}>
      <Stack gap="lg">
        <UnsavedNotice open={open} />
        {faults.length > 0 ? (
          <Notice tone="warn" title={say('review.unfinished')}>
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {faults.map(fault => (
                <li key={fault.code}>
                  {sentence(fault.code, fault.args, 'connectors')}{' '}
                  <TextLink href={placeOf(fault.code, setup)}>{say('review.goThere')}</TextLink>
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
        <Card title={say('review.title')} id="summary">
          {server ? (
            <p style={{ margin: 0 }}>
              {say('review.sentence', {
                server,
                people: unitsInWords(connector.draft.organizationalUnits),
                percent: settings.safety.removalsPercent,
                limit: settings.safety.removalsPeople,
              })}
            </p>
          ) : null}
          <SetupFacts connector={connector} settings={settings} passwordSaved={passwordSaved} change />
        </Card>
        <Difference open={open} />
        <Notice tone="quiet">{say('review.limits')}</Notice>
        <Reserved to="enrollment.sync.run">
          <Words of={['review.runPreview']}>
            <ReviewFooter connectorId={connector.id} />
          </Words>
        </Reserved>
      </Stack>
    </Wizard>
  )
}

/** What would change, setting by setting, for a connector that runs already. */
function Difference({ open: { connector, settings, live } }: { open: OpenConnector }) {
  const { connection, organizationalUnits } = connector.draft
  if (live === null) return <Notice tone="quiet">{say('review.nothingLive')}</Notice>
  if (!connection || !organizationalUnits) return null
  const changes = changedLines(live, { ...settings, connection, organizationalUnits }, connector.kind)
  return (
    <Card title={say('review.difference')} id="difference">
      {changes.length === 0 ? <Text>{say('review.noDifference')}</Text> : null}
      <ul style={{ margin: 0, paddingInlineStart: 20, overflowWrap: 'anywhere' }} data-testid="difference">
        {changes.map(change => (
          <li key={change.key}>{changeInWords(change)}</li>
        ))}
      </ul>
    </Card>
  )
}

/** Where what is missing is added. */
function placeOf(code: string, setup: string): string {
  if (code === 'no-verified-domain') return '/settings/domains'
  return `${setup}/${code.startsWith('organizational-units') ? 'organizational-units' : 'connection'}`
}
