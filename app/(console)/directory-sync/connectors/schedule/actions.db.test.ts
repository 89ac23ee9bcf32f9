import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { createConnector } from '@/lib/connectors/create-connector'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { pause, resume, saveScheduleStep, showNextRuns } from './actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

const [organizationId, operator, auditor] = [randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase
let connectorId: string

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: operator, role: 'operator' },
    { id: auditor, role: 'auditor' },
  ])
})
afterAll(() => database.drop())
beforeEach(async () => {
  const name = `Contoso ${randomUUID()}`
  const created = await createConnector(organizationId, { kind: 'operator', id: 'tests' }, { kind: 'cloud', name })
  connectorId = created.ok ? created.value.connectorId : ''
  signIn(operator)
})

const signIn = (administratorId: string) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
const daily = (at = '04:00', timeZone = 'UTC') => ({ settings: { full: { every: 'day', at } }, timeZone })
const save = (values: unknown, seen?: string) => saveScheduleStep({ connectorId, values, seen })
const codes = async (answer: ReturnType<typeof save | typeof pause>) => {
  const said = await answer
  return said.ok ? [] : said.problems.map(({ code, path }) => [code, path])
}

test('who may not configure changes nothing, and neither does a stranger', async () => {
  signIn(auditor)
  for (const action of [
    save(daily()),
    pause({ connectorId, reason: 'Office move', resumeOn: null }),
    resume({ connectorId }),
  ])
    expect(await codes(action)).toEqual([['forbidden', null]])
  session.current = null
  expect(await codes(save(daily()))).toEqual([['unauthenticated', null]])
  expect(await inOrganization(organizationId, tx => readConnector(tx, connectorId))).toMatchObject({ schedule: null })
})

test('what is typed wrongly is told at its field, in words', async () => {
  expect(await codes(save(daily('4 o’clock')))).toEqual([['time-invalid', 'values.settings.full.at']])
  expect(await codes(save(daily('04:00', 'Mars/Olympus')))).toEqual([['time-zone-unknown', 'timeZone']])
})

test('a saved schedule, and the company’s zone with it, are there for the next editor; an older view saves nothing', async () => {
  const saved = await save(daily('04:00', 'Europe/Berlin'))
  if (!saved.ok || saved.value.meanwhile) throw new Error('The schedule was not saved')
  const older = await save(daily('05:00'), 'as it was before')
  expect(older).toMatchObject({ ok: true, value: { meanwhile: { name: 'operator', seen: saved.value.seen } } })
  const { connector, organization } = await inOrganization(organizationId, async tx => ({
    connector: await readConnector(tx, connectorId),
    organization: await readOrganization(tx),
  }))
  expect(connector?.schedule).toMatchObject({ full: { every: 'day', at: '04:00' } })
  expect(organization?.timeZone).toBe('Europe/Berlin')
})

test('the next runs are told without storing anything', async () => {
  const shown = await showNextRuns({ connectorId, values: daily('04:00', 'Asia/Kolkata') })
  expect(shown.ok && shown.value.full).toHaveLength(5)
  expect(shown.ok && shown.value.full[0]?.at.text).toContain('4:00 AM')
  expect(await inOrganization(organizationId, tx => readConnector(tx, connectorId))).toMatchObject({ schedule: null })
})

test('what was never live is neither paused nor resumed', async () => {
  expect(await codes(pause({ connectorId, reason: 'Office move', resumeOn: null }))).toEqual([
    ['nothing-to-pause', null],
  ])
  expect(await codes(resume({ connectorId }))).toEqual([['connector-not-paused', null]])
})
