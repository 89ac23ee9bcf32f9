import { createHash } from 'node:crypto'
import type { Quote } from '@/lib/settings/team-quote'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Team } from '@/lib/store/teams'
import { pageOfTeams, type TeamFilter } from '@/lib/store/teams-list'
import { obstacleTo, type TeamDeed } from './moves'
import { readOwnerships } from './ownership'
import { readQuotes } from './read-quote'

/** About how many teams somebody decides at once; each of them is named before. */
export const teamsAtOnce = 500

export type TeamsProposal = {
  /** With what each costs, where the deed costs anything; in this order they are brought in. */
  ready: { team: Team; quote: Quote | null }[]
  /** Why it cannot be done with the others: a code of lib/words/en/teams. */
  notReady: { team: Team; because: string }[]
  /** A confirmation is of exactly this: SHA-256 of the deed, the teams and their quotes, hexadecimal. */
  hash: string
}

/** What it would mean to do this with all teams that match, now; at most `teamsAtOnce` of them. */
export async function proposeTeams(
  tx: OrganizationTransaction,
  deed: TeamDeed,
  filter: TeamFilter,
  now: Date,
): Promise<TeamsProposal> {
  const { rows } = await pageOfTeams(tx, filter, 'name', { limit: teamsAtOnce })
  const teams = rows.map(({ team }) => team)
  const ownership = await readOwnerships(
    tx,
    teams.map(({ id }) => id),
  )
  const barriers = new Map(teams.map(team => [team.id, obstacleTo(deed, team, ownership(team.id))]))
  const able = teams.filter(({ id }) => barriers.get(id) === null)
  const quotes = deed === 'bring-in' ? await readQuotes(tx, able, now) : []
  const ready = able.map((team, at) => ({ team, quote: quotes[at] ?? null }))
  const notReady = teams.flatMap(team => {
    const because = barriers.get(team.id) ?? null
    return because === null ? [] : [{ team, because }]
  })
  return { ready, notReady, hash: hashOf(deed, ready) }
}

const hashOf = (deed: TeamDeed, ready: TeamsProposal['ready']): string =>
  createHash('sha256')
    .update(JSON.stringify([deed, ready.map(({ team, quote }) => [team.id, quote?.id ?? null])]))
    .digest('hex')
