import { Group, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { LinkButton, TextLink } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { parseAnchor } from '@/lib/directory/anchor'
import { countCases, listCases, readCase } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import { listsHolding } from '@/lib/store/unmanaged'
import { offersFor } from '@/lib/sync/decide-many'
import { holderOf } from '@/lib/sync/join-question'
import { PreviewButton } from '../../../preview-button'
import { StaleNotice } from '../../../stale-notice'
import { ConnectorTabs } from '../../connector-tabs'
import { openConnector } from '../../open-connector'
import { CaseCard } from './case-card'
import { caseLine } from './case-line'
import { DecideAtOnce } from './decide-at-once'
import { mostCases } from './most-cases'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ page?: string; person?: string }> }
const pageSize = 20

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connector } = await openConnector((await params).id)
  return { title: say('decisions.titleOf', { connector: connector.name }) }
}

/** Whom the rules could not join, or one of them: what is known about each, and the decision. */
export default async function DecisionsPage({ params, searchParams }: Props) {
  const { admin, organization, connector } = await openConnector((await params).id)
  const asked = await searchParams
  const page = Math.max(1, Math.trunc(Number(asked.page ?? 1)) || 1)
  const person = parseAnchor(asked.person ?? '')
  const { total, cases, first, listed } = await inOrganization(admin.organizationId, async tx => {
    const cases = person
      ? [await readCase(tx, connector.id, person)].filter(one => one !== null)
      : await listCases(tx, connector.id, { page, pageSize })
    const holders = cases.flatMap(one => holderOf(one)?.accountId ?? [])
    return {
      total: await countCases(tx, connector.id),
      cases,
      first: person ? [] : await listCases(tx, connector.id, { page: 1, pageSize: mostCases }),
      listed: await listsHolding(tx, holders),
    }
  })
  const offers = offersFor(first).map(offer => ({ ...offer, name: say(`reasonName.${offer.code}`) }))
  const here = `/directory-sync/connectors/${connector.id}/decisions`
  return (
    <Words of={['decisions']}>
      <Stack gap="lg" maw={1280}>
        <PageHeading
          title={say('decisions.title')}
          lead={say('decisions.lead', { people: total, connector: connector.name })}
          actions={
            <Group gap="xs">
              <Reserved to="enrollment.sync.run" instead={null}>
                <Words of={['overview.preview']}>
                  <PreviewButton connectorId={connector.id} />
                </Words>
              </Reserved>
              <LinkButton variant="default" href={`/directory-sync/connectors/${connector.id}`}>
                {connector.name}
              </LinkButton>
            </Group>
          }
        />
        <ConnectorTabs connectorId={connector.id} />
        <StaleNotice of={connector.id} />
        {cases.length === 0 ? (
          <Card>
            <Text>{say(person ? 'decisions.closed' : 'decisions.none')}</Text>
          </Card>
        ) : null}
        {person ? <TextLink href={here}>{say('decisions.onlyOne', { connector: connector.name })}</TextLink> : null}
        {cases.length === 0 ? null : (
          <Reserved to="enrollment.sync.approve">
            {person ? null : <DecideAtOnce connectorId={connector.id} offers={offers} />}
          </Reserved>
        )}
        {cases.map(one => (
          <CaseCard key={one.anchor} connectorId={connector.id} line={caseLine(one, organization.timeZone, listed)} />
        ))}
        <Group>
          {page > 1 && !person ? (
            <LinkButton variant="default" href={`${here}?page=${page - 1}`}>
              {say('decisions.previous')}
            </LinkButton>
          ) : null}
          {page * pageSize < total && !person ? (
            <LinkButton variant="default" href={`${here}?page=${page + 1}`}>
              {say('decisions.next')}
            </LinkButton>
          ) : null}
        </Group>
      </Stack>
    </Words>
  )
}
