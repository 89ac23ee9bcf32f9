import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { changeNotifications } from '@/lib/connectors/save-notifications'
import { forgetEnvironment, provideEnvironment } from '@/lib/env'
import { drain } from '@/lib/jobs/drain'
import { stopWaking } from '@/lib/jobs/wake'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { tellAlerts } from '@/lib/notify/tell-alerts'
import { Mailbox, Receiver } from '@/lib/notify/testing/receivers'
import { TestCompany } from '@/lib/runs/testing/company'
import { createAdministrator } from '@/lib/store/administrators'
import { listAgentsAway } from '@/lib/store/agents-away'
import { inOrganization } from '@/lib/store/organization'
import { lateBefore } from './agent-state'
import { lookForAgents } from './look-for-agents'
import { revokeAgent } from './revoke-agent'
import { AgentLab } from './testing/agent-lab'

const minute = 60_000
const mailbox = new Mailbox()
const receiver = new Receiver()
let database: TestDatabase
let company: TestCompany
let lab: AgentLab

beforeAll(async () => {
  database = await testDatabase()
  provideEnvironment({
    ENROLLMENT_SMTP_URL: await mailbox.listen(),
    ENROLLMENT_MAIL_FROM: 'sync@example.com',
    ENROLLMENT_PUBLIC_URL: 'https://portal.example.com',
    ENROLLMENT_HOSTING: 'self-hosted',
  })
  company = new TestCompany()
  await company.create()
  lab = await AgentLab.open(company)
  await company.sql(sql`update connectors set state = 'active' where id = ${company.connectorId}`)
  const { organizationId } = company
  await inOrganization(organizationId, tx =>
    createAdministrator(tx, {
      ...{ id: randomUUID(), email: 'reader@example.com', displayName: 'The operator', role: 'operator' },
      passwordHash: '-',
    }),
  )
  const told = { webhookUrl: await receiver.listen(), webhookSecret: 'a secret that signs, of enough letters' }
  const settings = { ...told, welcomeMails: false, farewellMails: false }
  expect(await changeNotifications(organizationId, { kind: 'operator', id: 'tests' }, settings)).toMatchObject({
    ok: true,
  })
})
afterAll(async () => {
  await lab?.close()
  await stopWaking()
  await Promise.all([mailbox.close(), receiver.close()])
  provideEnvironment({ ENROLLMENT_SMTP_URL: '', ENROLLMENT_MAIL_FROM: '', ENROLLMENT_PUBLIC_URL: '' })
  forgetEnvironment()
  await database.drop()
})

const silentFor = (name: string, minutes: number) =>
  company.sql(sql`update agents set last_contact_at = now() - make_interval(mins => ${minutes}) where name = ${name}`)

/** What everybody is told by a look at this moment, and by a second one right after it. */
async function told(): Promise<{ mails: string[]; events: string[] }> {
  const [mails, requests] = [mailbox.taken.length, receiver.received.length]
  for (let look = 0; look < 2; look++) await lookForAgents(new Date())
  await tellAlerts(company.organizationId, new Date(Date.now() + 3 * minute))
  await deliverEffects(company.organizationId)
  return {
    mails: mailbox.taken.slice(mails).map(({ text }) => text.replace(/=\r\n/g, '')),
    events: receiver.received
      .slice(requests)
      .flatMap(({ body }) => JSON.parse(body).events.map((one: { event: string }) => one.event)),
  }
}

const away = async () => {
  const listed = await inOrganization(company.organizationId, tx => listAgentsAway(tx, lateBefore(new Date(), 10)))
  return listed.map(({ working, away: names }) => ({ working, away: names }))
}

test('administrators are told of a spare that is gone, of the last that is, and of who is back, each once, by mail and webhook', async () => {
  expect(await told(), 'a connector that waits for its first agent').toEqual({ mails: [], events: [] })
  await lab.enroll('LON-1')
  const second = await lab.enroll('LON-2')
  expect(await told()).toEqual({ mails: [], events: [] })

  await silentFor('LON-1', 5)
  expect(await told()).toEqual({ mails: [], events: [] })
  expect(await away(), 'late is a badge and no mail').toEqual([{ working: 1, away: ['LON-1'] }])

  await silentFor('LON-1', 15)
  const spare = await told()
  expect(spare.events).toEqual(['agent.offline'])
  expect(spare.mails).toHaveLength(1)
  expect(spare.mails[0]).toContain('LON-1 on LON-1 has not been heard of for 15 minutes. One agent goes on.')
  expect(spare.mails[0]).toContain(`/directory-sync/connectors/${company.connectorId}/agents`)

  await silentFor('LON-2', 12)
  const last = await told()
  expect(last.events).toEqual(['connector.no-agent-left'])
  expect(last.mails[0]).toContain('LON-1, LON-2: not heard of for 12 minutes.')
  expect(await away()).toEqual([{ working: 0, away: ['LON-1', 'LON-2'] }])

  await lab.poll(second)
  const back = await told()
  expect(back.events).toEqual(['agent.back'])
  expect(back.mails[0]).toContain('LON-2 on LON-2 is in touch.')
  expect(await away()).toEqual([{ working: 1, away: ['LON-1'] }])
})

test('whoever is revoked while away is no trouble any more; the last one is, and a paused connector has none', async () => {
  const [found] = await company.sql<{ id: string }>(sql`select id from agents where name = 'LON-1'`)
  await revokeAgent(company.organizationId, lab.actor, found?.id ?? '', 'LON-1')
  expect(await told()).toEqual({ mails: [], events: [] })
  expect(await away()).toEqual([{ working: 1, away: [] }])
  expect(await company.sql(sql`select from alerts where ended_at is null`)).toEqual([])

  await silentFor('LON-2', 60)
  await company.sql(sql`update connectors set state = 'paused' where id = ${company.connectorId}`)
  expect(await told()).toEqual({ mails: [], events: [] })
  expect(await away()).toEqual([])

  await company.sql(sql`update connectors set state = 'active' where id = ${company.connectorId}`)
  const [last] = await company.sql<{ id: string }>(sql`select id from agents where name = 'LON-2'`)
  await revokeAgent(company.organizationId, lab.actor, last?.id ?? '', 'LON-2')
  const none = await told()
  expect(none.events).toEqual(['connector.no-agent-left'])
  expect(none.mails[0]).toContain('None is enrolled.')
})

test('a visit of the cron route looks for agents too', async () => {
  await lab.enroll('LON-3')
  await told()
  const standing = () =>
    company.sql<{ event: string }>(sql`select event from alerts where ended_at is null and event like '%agent%'`)
  expect(await standing()).toEqual([])
  await silentFor('LON-3', 30)
  await drain(1)
  expect(await standing()).toEqual([{ event: 'no-agent-left' }])
})
