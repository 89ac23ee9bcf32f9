import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { provideEnvironment } from '@/lib/env'
import { startChild } from '@/lib/launch/child'
import { Mailbox } from '@/lib/notify/testing/receivers'
import { closeDatabase, inOrganization } from '@/lib/store/organization'
import { readLastAdoption } from '@/lib/store/team-adoptions'
import { readTeam } from '@/lib/store/teams'
import { countTeams, pageOfTeams, type TeamFilter, type TeamSort } from '@/lib/store/teams-list'
import { bringTeamIn } from '@/lib/teams/bring-in'
import { readQuote } from '@/lib/teams/read-quote'
import type { DatabaseServer } from '../database-server'
import type { Table } from '../layout'
import { number, slowestOf, until } from './timing'
import { measureUnmanaged } from './unmanaged'

const members = 5_000
const teams = 100_000
const requests = 200
const organizationId = randomUUID()
const teamId = randomUUID()

/** A team of thousands is brought in, by a worker and to a mail server; and a hundred thousand teams are looked through. */
export async function measureReview(
  database: DatabaseServer,
  programs: string,
  say: (text: string) => void,
): Promise<Table> {
  const mailbox = new Mailbox()
  provideEnvironment({
    ...{ DATABASE_URL: database.portalUrl, ENROLLMENT_SECRET: database.secret, LOG_LEVEL: 'silent' },
    ...{ ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'enrollment@bench.example' },
    ...{ ENROLLMENT_PUBLIC_URL: 'http://localhost:3000', ENROLLMENT_RECONCILE_SECONDS: '1' },
  })
  const worker = startChild(programs, 'worker')
  try {
    await worker.ready
    await addTeams(database.sql)
    const [pages, adoption, mails] = [await lookThrough(), ...(await adopt(mailbox))]
    const lines = [
      ['a page of 50 teams, any filter, any order, and their number, p95', `${pages.toFixed(0)} ms`, '150 ms'],
      [`${number(members)} members of one team come under management`, `${adoption.toFixed(1)} s`, '60 s'],
      ['until the mail server has a mail for each of them', `${mails.toFixed(1)} s`, '60 s'],
      ...(await measureUnmanaged(database.sql, mailbox)),
    ]
    for (const [what, measured] of lines) say(`   ${what}: ${measured}`)
    const title = `${number(teams)} teams and as many people that nobody manages`
    return { title, head: ['', 'measured', 'aim'], lines }
  } finally {
    await worker.stop(20)
    await closeDatabase()
    await mailbox.close()
  }
}

async function addTeams(sql: Sql): Promise<void> {
  await sql`insert into organizations (id, name) values (${organizationId}, 'Bench')`
  await sql`insert into domains (organization_id, name, verified_by, verified_at)
    values (${organizationId}, 'bench.example', 'operator', now())`
  await sql`insert into licenses (organization_id, price_per_seat, currency) values (${organizationId}, 800, 'USD')`
  await sql`insert into teams (organization_id, id, name, owner_email, plan_type, management, member_count, external_count,
      last_active_at)
    select ${organizationId}, gen_random_uuid(), 'Team ' || md5(n::text), 'owner' || n % 900 || '@bench.example',
      (array['free', 'premium', 'premium-subscription'])[1 + n % 3],
      (array['found', 'declined', 'left-alone'])[1 + n % 7 % 3], n % 50, n % 4, now() - n % 400 * interval '1 day'
    from generate_series(1, ${teams}::int) n`
  await sql`insert into teams (organization_id, id, name, owner_email, member_count)
    values (${organizationId}, ${teamId}, 'Everybody', 'p1@bench.example', ${members})`
  await sql`insert into accounts (organization_id, id, attributes, email_key, email_verified)
    select ${organizationId}, gen_random_uuid(), jsonb_build_object('displayName', 'Person ' || n), 'p' || n || '@bench.example', true
    from generate_series(1, ${members}::int) n`
  await sql`insert into team_members (organization_id, team_id, id, account_id, name, email, email_key, role)
    select organization_id, ${teamId}, gen_random_uuid(), id, display_name, email_key, email_key,
      case when email_key = 'p1@bench.example' then 'owner' else 'member' end
    from accounts where organization_id = ${organizationId}`
  await sql`analyze`
}

/** @returns the 95th percentile in milliseconds */
function lookThrough(): Promise<number> {
  const filters: Partial<TeamFilter>[] = [
    ...[{}, { query: 'team 7f' }, { plan: 'premium' as const }, { management: 'declined' as const }],
    ...[{ withExternals: true }, { query: 'owner7@', plan: 'free' as const }],
  ]
  const sorts: TeamSort[] = ['name', '-members', 'owner', '-lastActive', 'status']
  return slowestOf(requests, at =>
    inOrganization(organizationId, async tx => {
      const filter = { managed: false, ...filters[at % filters.length] }
      await pageOfTeams(tx, filter, sorts[at % sorts.length] ?? 'name', { limit: 50 })
      await countTeams(tx, filter)
    }),
  )
}

/** @returns seconds until everybody is managed, and until everybody has their mail */
async function adopt(mailbox: Mailbox): Promise<[number, number]> {
  const agreement = await inOrganization(organizationId, async tx => {
    const team = await readTeam(tx, teamId)
    if (!team) throw new Error('There is no team')
    const { id: quoteId, perMonth } = await readQuote(tx, team, new Date())
    return { teamId, quoteId, perMonth, maySpend: true, name: team.name }
  })
  const began = performance.now()
  const since = () => (performance.now() - began) / 1000
  const outcome = await bringTeamIn(organizationId, { id: randomUUID(), name: 'Bench' }, agreement)
  if (!outcome.ok) throw new Error(outcome.faults.map(({ code }) => code).join())
  await until(
    async () => (await inOrganization(organizationId, tx => readLastAdoption(tx, teamId)))?.finishedAt != null,
  )
  const managed = since()
  await until(() => new Set(mailbox.taken.map(({ to }) => to)).size === members)
  return [managed, since()]
}
