import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Answer } from '@/app/forms/problem'
import { directoryJobs } from '@/db/schema/connectors'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { createConnector } from '@/lib/connectors/create-connector'
import { loadTarget } from '@/lib/connectors/load-target'
import { certificate } from '@/lib/directory/testing/scripted-server'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import {
  checkInclusion,
  finishConnection,
  saveConnectionStep,
  saveInclusionStep,
  saveListsStep,
  saveSafetyStep,
  saveUnitsStep,
  testConnection,
} from './actions'
import type { ConnectionForm } from './connection-form'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))
const woken = vi.hoisted(() => vi.fn(async () => undefined))
vi.mock('@/lib/jobs/wake', () => ({ wake: woken }))

const [organizationId, operator, auditor, owner] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase
let connectorId: string

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: operator, role: 'enterprise-admin' },
    { id: auditor, role: 'auditor' },
    { id: owner, role: 'primary-master-admin' },
  ])
})
afterAll(() => database.drop())

const dc1: ConnectionSettings = {
  hosts: [{ host: 'dc1.contoso.example', port: 636 }],
  security: 'ldaps',
  ca: null,
  baseDn: null,
  userId: 'reader@contoso.example',
}
const typed = 'typed for dc1'

beforeEach(async () => {
  const created = await createConnector(
    organizationId,
    { kind: 'operator', id: 'tests' },
    { kind: 'cloud', name: `Contoso ${randomUUID()}` },
  )
  connectorId = created.ok ? created.value.connectorId : ''
  session.current = { administratorId: operator, organizationId, sessionVersion: 1 }
  expect(await saveConnectionStep(values({}, typed))).toMatchObject({ ok: true })
  woken.mockClear()
})

/** What the form sends: the draft with some values changed. `null` keeps the stored password. */
function values(changes: Partial<ConnectionSettings>, password: string | null = null) {
  const form: ConnectionForm = { name: `Contoso ${connectorId}`, connection: { ...dc1, ...changes }, password }
  return { connectorId, values: form }
}
const jobs = () =>
  inOrganization(organizationId, async tx =>
    (await tx.select().from(directoryJobs)).filter(job => job.connectorId === connectorId),
  )
const draft = () => inOrganization(organizationId, async tx => (await readConnector(tx, connectorId))?.draft.connection)
const problems = (answer: Answer<unknown>) =>
  answer.ok ? [] : answer.problems.map(({ code, path }) => `${code} at ${path}`)

const otherAuthority = certificate(['dc1.contoso.example']).ca

describe('the stored password is used for the unchanged target only', () => {
  test.each<[string, Partial<ConnectionSettings>]>([
    ['another server', { hosts: [{ host: 'dc1.attacker.example', port: 636 }] }],
    ['another port', { hosts: [{ host: 'dc1.contoso.example', port: 3269 }] }],
    ['a server before it', { hosts: [{ host: 'dc1.attacker.example', port: 636 }, ...dc1.hosts] }],
    ['a server after it', { hosts: [...dc1.hosts, { host: 'dc1.attacker.example', port: 636 }] }],
    ['StartTLS', { security: 'starttls' }],
    ['another authority', { ca: otherAuthority }],
    ['a pinned key', { pins: [Buffer.alloc(32, 7).toString('base64')] }],
    ['another account', { userId: 'administrator@contoso.example' }],
  ])('%s: nothing is tested, nothing is stored, and the password is asked for', async (_, changes) => {
    for (const action of [testConnection, saveConnectionStep, finishConnection]) {
      const answer = await action(values(changes))
      expect(answer).toMatchObject({
        ok: false,
        problems: [{ code: 'password-needed-for-new-target', path: 'password' }],
      })
    }
    expect(await jobs()).toEqual([])
    expect(woken).not.toHaveBeenCalled()
    expect(await draft()).toEqual(dc1)
  })

  test.each<[string, Partial<ConnectionSettings>]>([
    ['nothing', {}],
    ['the base', { baseDn: 'DC=contoso,DC=example' }],
    ['the spelling of the name', { hosts: [{ host: 'DC1.Contoso.Example.', port: 636 }] }],
  ])('a change of %s keeps it', async (_, changes) => {
    expect(await testConnection(values(changes))).toMatchObject({ ok: true })
    expect(await jobs()).toHaveLength(1)
  })

  test('typed anew, it belongs to the new target, and never to the old one again', async () => {
    const changes = { hosts: [{ host: 'dc2.contoso.example', port: 636 }] }
    expect(await testConnection(values(changes, 'typed for dc2'))).toMatchObject({ ok: true })
    expect(problems(await testConnection(values({})))).toEqual(['password-needed-for-new-target at password'])
    const { target } = await inOrganization(organizationId, tx => loadTarget(tx, connectorId, 'draft'))
    expect([target?.connection.hosts, target?.password.reveal()]).toEqual([changes.hosts, 'typed for dc2'])
  })
})

describe('a test tests what is in the form', () => {
  test('the values that are sent are those that are stored and asked about', async () => {
    const changes = { baseDn: 'OU=People,DC=contoso,DC=example' }
    await testConnection(values(changes, 'new'))
    const [job] = await jobs()
    const loaded = await inOrganization(organizationId, tx => loadTarget(tx, connectorId, 'draft'))
    expect(job?.request).toEqual({ hash: loaded.hash })
    expect(loaded.target?.connection).toMatchObject(changes)
    expect(loaded.target?.password.reveal()).toBe('new')
  })

  test.each([
    ['', 'password-missing at values.password'],
    ['   ', 'password-blank at values.password'],
  ])('%j is no password, and nothing is asked', async (password, problem) => {
    expect(problems(await testConnection(values({}, password)))[0]).toBe(problem)
    expect(await jobs()).toEqual([])
  })

  test('who may not configure may not test either', async () => {
    session.current = { administratorId: auditor, organizationId, sessionVersion: 1 }
    expect(problems(await testConnection(values({}, 'x')))).toEqual(['forbidden at null'])
    expect(await jobs()).toEqual([])
  })

  test('no answer holds a password', async () => {
    const answers = [
      await testConnection(values({}, typed)),
      await testConnection(values({ userId: 'other' })),
      await finishConnection(values({})),
    ]
    expect(JSON.stringify(answers)).not.toContain(typed)
  })
})

test('a safety limit is lowered by who configures, raised by the Primary Master Admin, and touched by nobody else', async () => {
  const save = async (administratorId: string, safety: Record<string, number>) => {
    session.current = { administratorId, organizationId, sessionVersion: 1 }
    const answer = await saveSafetyStep({ connectorId, values: { safety } })
    return answer.ok ? 'saved' : answer.problems.map(problem => problem.code).join()
  }
  expect(await save(auditor, { removalsPercent: 1 })).toBe('forbidden')
  expect(await save(operator, { removalsPercent: 1 })).toBe('saved')
  expect(await save(operator, { removalsPercent: 40 })).toBe('safety-raise-needs-owner')
  expect(await save(owner, { removalsPercent: 40 })).toBe('saved')
  expect(await save(owner, { removalsPercent: 51 })).toBe('safety-percent')
})

describe('an inclusion rule', () => {
  const filter = '(department=Sales)'
  test('that is no filter is answered in words, and one that is starts a job', async () => {
    await saveUnitsStep({ connectorId, settings: { mode: 'all' } })
    const wrong = await checkInclusion({ connectorId, filter: '(department=Sales' })
    expect(wrong).toMatchObject({ problems: [{ code: 'filter-unfinished', path: 'inclusion.filter' }] })
    expect(wrong.ok ? '' : wrong.problems[0]?.text).toContain('character 18')
    expect(await checkInclusion({ connectorId, filter })).toMatchObject({ ok: true })
    expect((await jobs()).map(({ kind, request }) => [kind, request])).toEqual([['check-inclusion', { filter }]])
  })

  test('is saved only when it was checked, and by whoever may configure', async () => {
    const save = () => saveInclusionStep({ connectorId, jobId: randomUUID() })
    expect(problems(await checkInclusion({ connectorId, filter }))).toEqual(['organizational-units-missing at null'])
    expect(await save()).toMatchObject({ problems: [{ code: 'inclusion-not-checked' }] })
    session.current = { administratorId: auditor, organizationId, sessionVersion: 1 }
    expect(await save()).toMatchObject({ problems: [{ code: 'forbidden' }] })
  })
})

test('distribution lists are chosen by whoever may configure; choosing none of them is said in another way', async () => {
  const lists = [{ anchor: randomUUID(), dn: 'CN=Guests,DC=contoso,DC=example' }]
  const save = (settings: unknown) => saveListsStep({ connectorId, settings })
  expect(await save({ mode: 'chosen', lists: [] })).toMatchObject({ problems: [{ code: 'distribution-lists-empty' }] })
  expect(await save({ mode: 'chosen', lists, people: 'in-scope' })).toMatchObject({ ok: true })
  const stored = await inOrganization(organizationId, tx => readConnector(tx, connectorId))
  expect(stored?.draft.distributionLists).toEqual({ mode: 'chosen', lists, people: 'in-scope' })
  session.current = { administratorId: auditor, organizationId, sessionVersion: 1 }
  expect(await save({ mode: 'none' })).toMatchObject({ problems: [{ code: 'forbidden' }] })
})
