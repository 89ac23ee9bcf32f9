import { Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { LinkButton, TextLink } from '@/app/ui/links'
import { List } from '@/app/ui/list'
import { day, moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { rolesThat } from '@/lib/access/permissions'
import { money } from '@/lib/settings/money'
import type { Quote } from '@/lib/settings/team-quote'
import { listWithRoles } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import { readLastSpendRequest } from '@/lib/store/team-spend-requests'
import { readQuote } from '@/lib/teams/read-quote'
import { spokenLocale } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import { openTeam } from '../../open-team'
import { QuoteFacts } from '../quote-facts'
import { BringInForm } from './bring-in-form'
import { SendToApprover } from './send-to-approver'
import { SpendQuestion } from './spend-question'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: say('bringIn.title', { name: (await openTeam((await params).id)).team.name }) }
}

/** What bringing a team in costs and changes, before anybody commits to it. */
export default async function BringInPage({ params }: Props) {
  const { admin, organization, team, moves } = await openTeam((await params).id)
  const { timeZone } = organization
  const now = new Date()
  const { quote, request, approvers } = await inOrganization(admin.organizationId, async tx => ({
    quote: await readQuote(tx, team, now),
    request: await readLastSpendRequest(tx, team.id),
    approvers: await listWithRoles(tx, rolesThat('enrollment.spend')),
  }))
  const barrier = barrierOf(quote, moves.includes('bring-in'))
  const maySpend = may(admin, 'enrollment.spend')
  const open = request?.answer === null ? request : null
  const others = approvers.filter(({ id }) => id !== admin.administratorId)
  return (
    <Stack gap="lg" maw={860}>
      <PageHeading
        title={say('bringIn.title', { name: team.name })}
        lead={say('bringIn.lead')}
        actions={
          <LinkButton variant="default" href={`/teams/${team.id}`}>
            {say('bringIn.back')}
          </LinkButton>
        }
      />
      {open ? (
        <Words of={['spend', 'teamQuestion']}>
          <SpendQuestion
            team={{ id: team.id, name: team.name }}
            title={say('spend.asked', { by: open.askedByName, approver: open.approverName })}
            text={[
              say('spend.until', { until: moment(open.expiresAt, timeZone).text }),
              ...(open.quote.id === quote.id
                ? []
                : [say('spend.then', { amount: amountOf(open.quote), on: day(open.askedAt, timeZone).text })]),
            ].join(' ')}
            message={open.message}
            may={{ refuse: maySpend, withdraw: open.askedBy === admin.administratorId }}
          />
        </Words>
      ) : null}
      <Card title={say('bringIn.cost')} id="cost">
        <QuoteFacts quote={quote} />
        {quote.contractUntil ? (
          <Text>{say('bringIn.contract', { until: day(new Date(quote.contractUntil), timeZone).text })}</Text>
        ) : null}
        <Text c="dimmed">{say('bringIn.asOf', { at: moment(now, timeZone).text, quote: quote.id })}</Text>
      </Card>
      <Card title={say('bringIn.changes')} id="changes">
        <List>
          <li>{say('bringIn.forPeople', { people: quote.people })}</li>
          <li>{say('bringIn.forExternals', { externals: quote.externals })}</li>
          {quote.notReady > 0 ? <li>{say('bringIn.forOthers', { notReady: quote.notReady })}</li> : null}
          {quote.credit ? <li>{say('bringIn.planEnds', { to: quote.credit.to })}</li> : null}
          <li>{say('bringIn.mailed', { members: team.memberCount })}</li>
        </List>
      </Card>
      {barrier ? (
        <Notice tone="warn">
          {barrier} <TextLink href={`/teams/${team.id}`}>{say('bringIn.back')}</TextLink>
        </Notice>
      ) : null}
      {barrier || !maySpend ? null : (
        <Words of={['bringIn.confirm', 'bringIn.maySpend', 'bringIn.noWayBack', 'bringIn.submit', 'bringIn.type']}>
          <BringInForm team={{ id: team.id, name: team.name }} quote={shownOf(quote)} />
        </Words>
      )}
      {barrier ? null : <Reserved to="enrollment.spend" />}
      {barrier || open || others.length === 0 || !may(admin, 'enrollment.sync.approve') ? null : (
        <Words of={['spend']}>
          <SendToApprover team={{ id: team.id }} quoteId={quote.id} approvers={others} leading={!maySpend} />
        </Words>
      )}
    </Stack>
  )
}

/** Why nobody can commit anything here now, in words; null = it can be done. */
function barrierOf(quote: Quote, possible: boolean): string | null {
  if (!possible) return sentence('bring-in-not-now', {}, 'teams')
  if (quote.perMonth === null) return sentence('price-unknown', {}, 'teams')
  const { seats, seatsLeft: left } = quote
  return left !== null && seats > left ? sentence('seats-short', { seats, left }, 'teams') : null
}

const amountOf = ({ perMonth, currency }: Quote): string => money(perMonth ?? 0, currency ?? 'USD', spokenLocale())
const shownOf = (quote: Quote) => ({ id: quote.id, perMonth: quote.perMonth, amount: amountOf(quote) })
