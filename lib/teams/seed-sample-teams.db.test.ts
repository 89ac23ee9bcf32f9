import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { generateCompany } from '@/lib/sample-directory/company'
import { samplePeople, sampleSeed } from '@/lib/sample-directory/settings'
import { inOrganization } from '@/lib/store/organization'
import { pageOfTeams } from '@/lib/store/teams-list'
import { movesOf } from './moves'
import { readQuote } from './read-quote'
import { sampleColleagues } from './sample-teams'
import { seedSampleTeams } from './seed-sample-teams'
import { TeamCompany } from './testing/team-company'

let database: TestDatabase
const company = new TeamCompany()
beforeAll(async () => {
  database = await testDatabase()
  await company.create()
})
afterAll(() => database.drop())

test('the sample company has forty unmanaged teams, of every kind, and gets them once', async () => {
  const now = new Date()
  const teams = await inOrganization(company.organizationId, async tx => {
    for (let time = 0; time < 2; time++) await seedSampleTeams(tx, company.domain, now)
    const { rows } = await pageOfTeams(tx, { managed: false }, 'name', { limit: 100 })
    return Promise.all(rows.map(async ({ team }) => ({ team, quote: await readQuote(tx, team, now) })))
  })
  expect(teams).toHaveLength(40)
  const kinds = {
    externals: teams.filter(({ quote }) => quote.externals > 0),
    notReady: teams.filter(({ quote }) => quote.notReady > 0),
    credit: teams.filter(({ quote }) => quote.credit !== null),
    contract: teams.filter(({ quote }) => quote.contractUntil !== null),
    found: teams.filter(({ team }) => team.management === 'found'),
    decided: teams.filter(({ team }) => movesOf(team, 'ours').includes('take-up')),
    alone: teams.filter(({ team }) => team.memberCount === 1),
  }
  for (const [kind, some] of Object.entries(kinds)) expect(some.length, kind).toBeGreaterThan(0)
})

test('whom the directory has is in no sample team by accident, so that the first synchronization adds everybody', () => {
  const { people } = generateCompany({ seed: sampleSeed, people: samplePeople })
  const known = new Set(
    people.flatMap(
      person =>
        JSON.stringify(person)
          .toLowerCase()
          .match(/[\w.+-]+@[\w.-]+/g) ?? [],
    ),
  )
  expect(known.size).toBeGreaterThan(1_000)
  const domain = [...known][0]?.split('@')[1] ?? ''
  const added = sampleColleagues.map(name => `${name.toLowerCase().replace(' ', '.')}@${domain}`)
  expect(added.filter(address => known.has(address))).toEqual([])
})
