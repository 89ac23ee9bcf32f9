import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { createConnector } from '@/lib/connectors/create-connector'
import { furtherSettings } from '@/lib/connectors/further-settings'
import { resetConnector } from '@/lib/connectors/reset-connector'
import { saveSafety } from '@/lib/connectors/save-safety'
import { type SavedStep, savedSteps, stepHash } from '@/lib/connectors/step-shown'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { listUnsavedSteps, readUnsavedStep } from '@/lib/store/unsaved-steps'
import { saveSafetyStep, saveUnitsStep } from '../../actions'
import { openAnyStep } from './open-step'
import { keepTyping } from './unsaved/actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))
vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

const [organizationId, ada, priya, auditor] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
const atTheDesk = { kind: 'operator', id: 'command line' } as const
let database: TestDatabase
let connectorId: string

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: ada, role: 'operator', name: 'Ada Byron' },
    { id: priya, role: 'operator', name: 'Priya Shah' },
    { id: auditor, role: 'auditor', name: 'Tom Lee' },
  ])
})
afterAll(() => database.drop())
beforeEach(async () => {
  const created = await createConnector(organizationId, atTheDesk, { kind: 'cloud', name: `Contoso ${randomUUID()}` })
  connectorId = created.ok ? created.value.connectorId : ''
  as(ada)
})

const as = (administratorId: string) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
/** What a page hands to its form. */
const seen = (step: SavedStep) =>
  inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    return connector ? stepHash(step, connector, await furtherSettings(tx, connectorId)) : ''
  })
const limits = async () =>
  (await inOrganization(organizationId, tx => furtherSettings(tx, connectorId))).safety.removalsPeople
const saveLimit = async (removalsPeople: number, asSeen?: string) => {
  const answer = await saveSafetyStep({ connectorId, seen: asSeen, values: { safety: { removalsPeople } } })
  if (!answer.ok) throw new Error(answer.problems.map(({ text }) => text).join())
  return answer.value
}
const unsaved = (administratorId: string) =>
  inOrganization(organizationId, tx => listUnsavedSteps(tx, { connectorId, administratorId }))
const typed = (administratorId: string, step = 'safety') =>
  inOrganization(organizationId, tx => readUnsavedStep(tx, { connectorId, administratorId, step }))

test('who saves a step that somebody else saved meanwhile overwrites nothing, and is told who, when and what differs', async () => {
  const opened = await seen('safety')
  as(priya)
  await saveLimit(20, opened)
  as(ada)
  const met = await saveLimit(10, opened)
  expect(met.meanwhile).toMatchObject({
    name: 'Priya Shah',
    changes: ['In one run, people: was 20, becomes 10'],
    seen: await seen('safety'),
  })
  expect(met.meanwhile?.at?.text).toMatch(/\d:\d\d [AP]M UTC$/)
  expect(await limits()).toBe(20)
})

test('keeping one’s own saves over what was looked at, and not over what came after that', async () => {
  const opened = await seen('safety')
  as(priya)
  await saveLimit(20, opened)
  as(ada)
  const met = await saveLimit(10, opened)
  as(priya)
  await saveLimit(30)
  as(ada)
  const again = await saveLimit(10, met.meanwhile?.seen)
  expect(again.meanwhile).toMatchObject({ changes: ['In one run, people: was 30, becomes 10'] })
  expect(await saveLimit(10, again.meanwhile?.seen)).toMatchObject({ meanwhile: null })
  expect(await limits()).toBe(10)
})

test('who looks at theirs sees what is saved, keeps what they typed, and may go on from either', async () => {
  const opened = await seen('safety')
  const typing = { safety: { removalsPeople: 10 } }
  await keepTyping({ connectorId, step: 'safety', seen: opened, values: typing })
  as(priya)
  await saveLimit(20, opened)
  as(ada)
  const { meanwhile } = await saveLimit(10, opened)
  const open = (asked: { as?: string; of?: string }) =>
    openAnyStep({ params: Promise.resolve({ id: connectorId }), searchParams: Promise.resolve(asked) }, 'safety')
  const theirs = await open({ as: 'saved', of: meanwhile?.seen.slice(0, 8) ?? '' })
  expect(theirs.settings.safety.removalsPeople).toBe(20)
  expect(theirs.desk).toMatchObject({ seen: meanwhile?.seen, kept: { shown: false }, since: { name: 'Priya Shah' } })
  expect(theirs.desk).not.toHaveProperty('typed')
  const mine = await open({})
  expect(mine.desk).toMatchObject({ seen: opened, kept: { shown: true }, typed: typing, since: { name: 'Priya Shah' } })
  expect((await saveLimit(10, mine.desk.seen)).meanwhile, 'their save was looked at, and not answered').not.toBeNull()
  expect((await saveLimit(15, theirs.desk.seen)).meanwhile).toBeNull()
  expect([await limits(), await typed(ada)]).toEqual([15, null])
})

test('whatever changes the draft counts, the command line too; the same values by both of them are no quarrel', async () => {
  const opened = await seen('safety')
  await saveSafety(organizationId, atTheDesk, connectorId, { safety: { removalsPeople: 30 } }, { raise: true })
  expect((await saveLimit(10, opened)).meanwhile).toMatchObject({ name: 'command line' })
  const both = await seen('safety')
  as(priya)
  await saveLimit(30, both)
  as(ada)
  expect(await saveLimit(15, both)).toMatchObject({ meanwhile: null })
})

test('one step does not stand in the way of another', async () => {
  const opened = await seen('safety')
  as(priya)
  expect(await saveUnitsStep({ connectorId, settings: { mode: 'all' } })).toMatchObject({ ok: true })
  as(ada)
  expect(await saveLimit(10, opened)).toMatchObject({ meanwhile: null })
})

test('of two who save at the same moment one is told of the other', async () => {
  const opened = await seen('safety')
  const both = await Promise.all([saveLimit(10, opened), saveLimit(20, opened)])
  expect(both.filter(({ meanwhile }) => meanwhile === null)).toHaveLength(1)
})

test('what is typed is kept for whoever typed it, as it stands, until it is saved', async () => {
  const values = { safety: { removalsPeople: 'many' } }
  const kept = await keepTyping({ connectorId, step: 'safety', seen: 'x', values })
  expect(kept).toMatchObject({ ok: true, value: { at: expect.stringMatching(/^\d+:\d\d [AP]M$/) } })
  expect(await typed(ada)).toMatchObject({ values, seen: 'x' })
  expect(await typed(priya)).toBeNull()
  expect(await unsaved(ada)).toEqual([{ step: 'safety', keptAt: expect.any(Date) }])
  expect(await unsaved(priya)).toEqual([])
  expect(await limits()).toBe(50)
  await saveLimit(10)
  expect(await typed(ada)).toBeNull()
  expect(await unsaved(ada)).toEqual([])
})

test('typing that met what somebody else saved is still kept', async () => {
  const opened = await seen('safety')
  await keepTyping({ connectorId, step: 'safety', seen: opened, values: { safety: {} } })
  as(priya)
  await saveLimit(20)
  as(ada)
  await saveLimit(10, opened)
  expect(await typed(ada)).toMatchObject({ seen: opened })
})

test('typed back to what is saved, nothing is left to keep; a reset forgets everybody’s', async () => {
  const keep = (step: SavedStep, values: unknown) => keepTyping({ connectorId, step, seen: '', values })
  await keep('safety', {})
  await keep('safety', null)
  expect(await typed(ada)).toBeNull()
  for (const step of savedSteps) expect(await keep(step, [])).toMatchObject({ ok: true })
  const connector = await inOrganization(organizationId, tx => readConnector(tx, connectorId))
  expect(await resetConnector(organizationId, atTheDesk, connectorId, connector?.name ?? '')).toMatchObject({
    ok: true,
  })
  for (const step of savedSteps) expect(await typed(ada, step)).toBeNull()
})

test('nobody keeps what they may not save, nor for a connector of somebody else, nor without end', async () => {
  const keep = async (values: unknown, id = connectorId) => {
    const answer = await keepTyping({ connectorId: id, step: 'safety', seen: '', values })
    return answer.ok ? 'kept' : answer.problems[0]?.code
  }
  expect(await keep({}, randomUUID())).toBe('connector-unknown')
  expect(await keep('x'.repeat(700_000))).toBe('typing-too-long')
  as(auditor)
  expect(await keep({})).toBe('forbidden')
  session.current = null
  expect(await keep({})).toBe('unauthenticated')
})
