import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { scimLab } from '@/lib/messenger/testing/scim-lab'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { createAdministrator } from '@/lib/store/administrators'
import { isMessengerFailing } from '@/lib/store/messengers-failing'
import { inOrganization } from '@/lib/store/organization'
import { pageOf, whatHappened, whyItHappened } from './alert-letter'
import { lookForMessengers } from './look-for-messengers'
import { overdueBefore } from './overdue'
import { tellAlerts } from './tell-alerts'

const lab = scimLab()
const hour = 3_600_000

const alerts = () =>
  lab.company.sql<{ event: string; code: string | null; times: number; stands: boolean }>(sql`
    select event, because -> 0 ->> 'code' as code, times, ended_at is null as stands from alerts
    where organization_id = ${lab.company.organizationId} order by first_at, event`)

/** A company whose other Messenger has what is here, somebody to be told, and a change that is still to be carried over. */
async function withSomethingToDo(): Promise<void> {
  const { company } = lab
  await company.synchronized(2)
  await company.sql(sql`delete from alerts`)
  await company.exports(lab.address)
  await inOrganization(company.organizationId, tx =>
    createAdministrator(tx, {
      ...{ id: randomUUID(), email: `${randomUUID()}@example.com`, displayName: 'Reader' },
      ...{ role: 'enterprise-admin', passwordHash: '-' },
    }),
  )
  company.directory.set(anchorOf(`CN=Person 1,${fakeBase}`), { title: 'Captain' })
  await company.run()
  await company.sql(sql`delete from alerts`)
}

test('a Messenger that fails for hours is told once, with why and where, and so is that it works again', async () => {
  await withSomethingToDo()
  const { company, server } = lab
  server.done = () => 'hang-up'
  await company.work()
  await lookForMessengers()
  const fails = (now: Date) =>
    inOrganization(company.organizationId, tx => isMessengerFailing(tx, overdueBefore(now, 6)))
  expect(await fails(new Date())).toBe(false)
  expect(await alerts(), 'what may pass by itself is waited for').toEqual([])
  const later = (hours: number) => new Date(Date.now() + hours * hour)
  for (const hours of [7, 8]) await lookForMessengers(later(hours))
  const failing = { event: 'messenger-failing', code: 'scim-unreachable', times: 1, stands: true }
  expect(await alerts()).toEqual([failing])
  expect(await fails(later(8)), 'whoever was told of it').toBe(true)
  expect(await tellAlerts(company.organizationId, later(9))).toBe(1)
  const [mail] = await company.sql<{ told: Parameters<typeof whatHappened>[0] & Parameters<typeof pageOf>[0] }>(sql`
    select payload -> 'alerts' -> 0 as told from outbox where kind = 'mail' and payload ->> 'template' = 'alerts'`)
  if (!mail) throw new Error('Nobody was told')
  expect(whatHappened(mail.told)).toBe('The other Messenger has not done what it is asked for.')
  expect(whyItHappened(mail.told)).toEqual([
    'The other Messenger did not answer, or the connection ended before its answer did. It is tried again.',
  ])
  expect(pageOf(mail.told)).toBe('/settings/messenger')

  server.done = () => 'answer'
  await company.work()
  await lookForMessengers(later(10))
  expect(await fails(later(10))).toBe(false)
  const over = { ...failing, stands: false }
  expect(await alerts()).toEqual([over, { event: 'messenger-recovered', code: null, times: 1, stands: false }])
  await lookForMessengers(later(40))
  expect(await alerts()).toHaveLength(2)
})

test('a token that is refused is told at once; a Messenger that somebody paused or removed is not', async () => {
  await withSomethingToDo()
  const { company, server } = lab
  server.interfere = () => ({ status: 401 })
  await company.work()
  await company.order({ do: 'pause' })
  await lookForMessengers()
  expect(await alerts()).toEqual([])
  await company.order({ do: 'export' })
  await company.work()
  await lookForMessengers()
  expect(await alerts()).toMatchObject([{ event: 'messenger-failing', code: 'scim-token-refused', stands: true }])
  await company.order({ do: 'remove' })
  await lookForMessengers()
  expect(await alerts()).toMatchObject([{ event: 'messenger-failing', stands: false }])
})

test('a Messenger that carries over but cannot be read completely for hours is told too', async () => {
  await withSomethingToDo()
  const { company, server } = lab
  server.interfere = ({ path }) => (path.startsWith('/Users?') ? { status: 200, body: '{"schemas": []}' } : undefined)
  await company.reads()
  await company.reads()
  expect(await company.open()).toEqual([])
  await lookForMessengers(new Date(Date.now() + 5 * hour))
  expect(await alerts()).toEqual([])
  await lookForMessengers(new Date(Date.now() + 7 * hour))
  expect(await alerts()).toMatchObject([{ event: 'messenger-failing', code: 'scim-list-malformed', stands: true }])
})
