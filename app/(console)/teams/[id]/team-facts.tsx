import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import { day, moment } from '@/app/ui/moment'
import { When } from '@/app/ui/when'
import { money } from '@/lib/settings/money'
import type { TeamSettings } from '@/lib/settings/teams'
import type { TeamRequest } from '@/lib/store/team-requests'
import type { SpendRequest } from '@/lib/store/team-spend-requests'
import type { Team } from '@/lib/store/teams'
import type { Ownership } from '@/lib/teams/moves'
import { spokenLocale } from '@/lib/words/language'

type Props = {
  team: Team
  ownership: Ownership
  clashes: number
  request: TeamRequest | null
  spend: SpendRequest | null
  timeZone: string
}

/** Owner, members, plan, and since when there is this team; what stands in the way is said beside it. */
export function TeamFacts({ team, ownership, clashes, request, spend, timeZone }: Props) {
  const when = (at: Date) => <When moment={moment(at, timeZone)} />
  return (
    <Facts
      facts={[
        { label: say('teams.owner'), value: say('team.owner', { email: team.ownerEmail, ownership }) },
        ...(team.remoteUrl ? [{ label: say('team.standsAt'), value: say('team.standsElsewhere') }] : []),
        { label: say('teams.description'), value: team.description === '' ? '—' : team.description },
        {
          label: say('teams.members'),
          value: say('team.members', {
            ...{ members: team.memberCount, externals: team.externalCount, unmanaged: team.unmanagedCount },
            managed: team.memberCount - team.externalCount - team.unmanagedCount,
          }),
        },
        { label: say('teams.plan'), value: planOf(team, timeZone) },
        ...settingsOf(team.settings),
        { label: say('team.created'), value: createdOf(team, timeZone) },
        { label: say('teams.lastActive'), value: lastActiveOf(team, when) },
        ...(clashes > 0 ? [{ label: say('team.clash'), value: say('team.clashes', { clashes }) }] : []),
        ...(spend ? [{ label: say('team.spend'), value: spendOf(spend, timeZone) }] : []),
        ...(request ? [{ label: say('team.request'), value: requestOf(request, timeZone) }] : []),
      ]}
    />
  )
}

/** Another Messenger does not say since when it has a team. */
const createdOf = ({ createdAt, remoteUrl }: Team, timeZone: string): ReactNode =>
  remoteUrl === null ? <When moment={day(createdAt, timeZone)} /> : '—'

function lastActiveOf({ lastActiveAt, remoteUrl }: Team, when: (at: Date) => ReactNode): ReactNode {
  if (lastActiveAt) return when(lastActiveAt)
  return remoteUrl === null ? say('managed.never') : '—'
}

function planOf({ planType, paid }: Team, timeZone: string): string {
  if (!paid) return say(`planType.${planType}`)
  const until = day(new Date(paid.until), timeZone).text
  return say('team.plan', {
    plan: say(`planType.${planType}`),
    amount: money(paid.amount, paid.currency, spokenLocale()),
    until,
  })
}

function requestOf({ answer, askedAt, expiresAt, answeredAt }: TeamRequest, timeZone: string): string {
  const text = (at: Date | null) => (at ? moment(at, timeZone).text : '')
  const [asked, expires, answered] = [text(askedAt), text(expiresAt), text(answeredAt)]
  return say('team.requestState', { answer: answer ?? 'open', asked, expires, answered })
}

function settingsOf(settings: TeamSettings | null) {
  if (!settings) return []
  const { color, visibility, joinRequests, externals, whoInvites, whoCreatesRooms } = settings
  return [
    { label: say('teamSettings.color'), value: say(`teamSettings.colors.${color}`) },
    { label: say('teamSettings.visibility'), value: say(`teamSettings.visibilities.${visibility}`) },
    {
      label: say('teamSettings.joinRequests'),
      value: say('teamSettings.allowed', { yes: joinRequests ? 'yes' : 'no' }),
    },
    { label: say('teamSettings.externals'), value: say('teamSettings.allowed', { yes: externals ? 'yes' : 'no' }) },
    { label: say('teamSettings.whoInvites'), value: say(`teamSettings.circles.${whoInvites}`) },
    { label: say('teamSettings.whoCreatesRooms'), value: say(`teamSettings.circles.${whoCreatesRooms}`) },
  ]
}

function spendOf({ answer, approverName, answeredByName, reason, expiresAt }: SpendRequest, timeZone: string): string {
  return say('team.spendState', {
    ...{ answer: answer ?? 'open', name: answeredByName ?? approverName, reason: reason ?? '' },
    expires: moment(expiresAt, timeZone).text,
  })
}
