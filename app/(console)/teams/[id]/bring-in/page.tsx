import { List, ListItem, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Card } from '@/app/ui/card'
import { LinkButton, TextLink } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { money } from '@/lib/settings/money'
import type { Quote } from '@/lib/settings/team-quote'
import { inOrganization } from '@/lib/store/organization'
import { readQuote } from '@/lib/teams/read-quote'
import { spokenLocale } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import { openTeam } from '../../open-team'
import { QuoteFacts } from '../quote-facts'
import { BringInForm } from './bring-in-form'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: say('bringIn.title', { name: (await openTeam((await params).id)).team.name }) }
}

/** What bringing a team in costs and changes, before anybody commits to it. */
export default async function BringInPage({ params }: Props) {
  const { admin, organization, team, moves } = await openTeam((await params).id)
  const now = new Date()
  const quote = await inOrganization(admin.organizationId, tx => readQuote(tx, team, now))
  const barrier = barrierOf(quote, moves.includes('bring-in'), may(admin, 'enrollment.spend'))
  return (
    <Stack gap="lg" maw={860}>
      <PageHeading
        title={say('bringIn.title', { name: team.name })}
        lead={say('bringIn.lead')}
        actions={
          <LinkButton variant="default" href={`/teams/${team.id}`}>
            {team.name}
          </LinkButton>
        }
      />
      <Card title={say('bringIn.cost')} id="cost">
        <QuoteFacts quote={quote} />
        {quote.contractUntil ? (
          <Text>
            {say('bringIn.contract', { until: moment(new Date(quote.contractUntil), organization.timeZone).text })}
          </Text>
        ) : null}
        <Text c="dimmed">{say('bringIn.asOf', { at: moment(now, organization.timeZone).text, quote: quote.id })}</Text>
      </Card>
      <Card title={say('bringIn.changes')} id="changes">
        <List spacing="xs">
          <ListItem>{say('bringIn.forPeople', { people: quote.people })}</ListItem>
          <ListItem>{say('bringIn.forExternals', { externals: quote.externals })}</ListItem>
          {quote.notReady > 0 ? <ListItem>{say('bringIn.forOthers', { notReady: quote.notReady })}</ListItem> : null}
          <ListItem>{say('bringIn.mailed', { members: team.memberCount })}</ListItem>
        </List>
      </Card>
      {barrier ? (
        <Notice tone="warn">
          {barrier} <TextLink href={`/teams/${team.id}`}>{say('bringIn.back')}</TextLink>
        </Notice>
      ) : (
        <Words of={['bringIn.confirm', 'bringIn.maySpend', 'bringIn.noWayBack', 'bringIn.submit', 'bringIn.type']}>
          <BringInForm team={{ id: team.id, name: team.name }} quote={shownOf(quote)} />
        </Words>
      )}
    </Stack>
  )
}

/** Why nothing can be committed here, in words; null = it can. */
function barrierOf(quote: Quote, possible: boolean, maySpend: boolean): string | null {
  if (!possible) return sentence('bring-in-not-now', {}, 'teams')
  if (!maySpend) return sentence('spend-forbidden', {}, 'teams')
  if (quote.perMonth === null) return sentence('price-unknown', {}, 'teams')
  const { seats, seatsLeft: left } = quote
  return left !== null && seats > left ? sentence('seats-short', { seats, left }, 'teams') : null
}

const shownOf = ({ id, perMonth, currency }: Quote) => ({
  ...{ id, perMonth, amount: money(perMonth ?? 0, currency ?? 'USD', spokenLocale()) },
})
