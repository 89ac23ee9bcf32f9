import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { createConnector } from '@/lib/connectors/create-connector'
import type { FoundEntries, ListSurvey } from '@/lib/connectors/job-request'
import { saveExclusions } from '@/lib/connectors/save-exclusions'
import { readConnector } from '@/lib/store/connectors'
import { deleteEndedJobs, insertDirectoryJob, listSurveyed } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'
import { saveListsStep, surveyLists } from '../../actions'
import { checkExclusionRules, saveExclusionRules } from './exclusion-rules/actions'
import { countProtected, findAccounts, findGroups, saveProtected } from './exclusions/actions'
import { readConditions } from './inclusion-rules/actions'
import { checkMapping, findEntries, saveAttributesStep, tryMappingOn } from './user-attributes/actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))
vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

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

const as = (administratorId: string) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
beforeEach(async () => {
  const created = await createConnector(
    organizationId,
    { kind: 'operator', id: 'tests' },
    { kind: 'cloud', name: randomUUID() },
  )
  connectorId = created.ok ? created.value.connectorId : ''
  as(operator)
})

const draft = async () => (await inOrganization(organizationId, tx => readConnector(tx, connectorId)))?.draft
const codes = (answer: { ok: true } | { ok: false; problems: { code: string; path: string | null }[] }) =>
  answer.ok ? [] : answer.problems.map(({ code, path }) => `${code} at ${path}`)

const mapping = (text = 'upper(entry.title)') => ({ fields: { title: { source: { kind: 'expression', text } } } })
const rule = {
  id: randomUUID(),
  name: 'Service accounts',
  field: 'sAMAccountName',
  match: 'starts-with',
  values: ['svc-'],
  reason: 'Not a person',
}
const guarded = {
  accounts: [],
  groups: [],
  groupRules: [],
  rules: [{ ...rule, field: 'email', effect: 'leave-as-is' }],
}
const noPattern = { ...rule, match: 'pattern', values: ['(('] }

test('whoever may not configure opens none of the doors, and nothing is stored', async () => {
  const before = await draft()
  as(auditor)
  const asked = { connectorId, mapping: mapping(), joining: {}, jobId: randomUUID(), anchor: randomUUID() }
  const doors = [
    ...[saveAttributesStep, checkMapping, tryMappingOn].map(door => door(asked)),
    ...[findEntries, findAccounts, findGroups].map(door => door({ connectorId, query: 'ada', attributes: [] })),
    ...[saveExclusionRules, checkExclusionRules].map(door => door({ connectorId, incoming: [rule] })),
    ...[saveProtected, countProtected].map(door => door({ connectorId, protected: guarded })),
    surveyLists({ connectorId, chosen: [] }),
    readConditions({ text: '(title=*)' }),
  ]
  expect((await Promise.all(doors)).map(codes)).toEqual(doors.map(() => ['forbidden at null']))
  expect(await draft()).toEqual(before)
})

test('a mapping is saved with the rules that find accounts, or refused at the field that is wrong', async () => {
  const save = (text: string) =>
    saveAttributesStep({ connectorId, mapping: mapping(text), joining: { rules: ['employee-id'] } })
  expect(codes(await save('upper(entry.title'))).toEqual(['expression-incomplete at mapping.fields.title.source.text'])
  expect(await draft()).not.toHaveProperty('mapping')
  expect(await save('upper(entry.title)')).toMatchObject({ ok: true })
  expect(await draft()).toMatchObject({ mapping: mapping(), joining: { rules: ['employee-id'] } })
})

test('what is kept out and what is protected are saved beside each other', async () => {
  expect(await saveExclusionRules({ connectorId, incoming: [rule] })).toMatchObject({ ok: true })
  expect(await saveProtected({ connectorId, protected: guarded })).toMatchObject({ ok: true })
  expect((await draft())?.exclusions).toEqual({ incoming: [rule], protected: guarded })
  expect(codes(await saveExclusionRules({ connectorId, incoming: [noPattern] }))).toEqual([
    'exclusion-pattern-invalid at exclusions.incoming.0.values',
  ])
  expect(await saveExclusionRules({ connectorId, incoming: [] })).toMatchObject({ ok: true })
  expect((await draft())?.exclusions).toEqual({ incoming: [], protected: guarded })
})

test('whoever excludes people on screen says why; what was there without a reason stays as it is', async () => {
  const { reason: _reason, ...silent } = rule
  const account = { accountId: randomUUID(), name: 'Ada', effect: 'leave-as-is' }
  const asked = { ...guarded, accounts: [account], rules: [{ ...guarded.rules[0], reason: undefined }] }
  const before = await draft()
  expect(codes(await saveExclusionRules({ connectorId, incoming: [rule, { ...silent, id: randomUUID() }] }))).toEqual([
    'exclusion-reason-missing at exclusions.incoming.1.reason',
  ])
  expect(codes(await saveProtected({ connectorId, protected: asked }))).toEqual([
    'exclusion-reason-missing at exclusions.protected.accounts.0.reason',
    'exclusion-reason-missing at exclusions.protected.rules.0.reason',
  ])
  expect(await draft()).toEqual(before)

  const actor = { kind: 'operator', id: 'tests' } as const
  const old = { incoming: [silent], protected: { accounts: [account] } }
  expect(await saveExclusions(organizationId, actor, connectorId, old)).toMatchObject({ ok: true })
  const kept = { ...account, effect: 'never-deactivate' }
  const added = { accountId: randomUUID(), name: 'Bo', effect: 'leave-as-is', reason: ' Kept by hand ' }
  const both = { ...guarded, accounts: [kept, added], rules: [] }
  expect(await saveProtected({ connectorId, protected: both })).toMatchObject({ ok: true })
  expect((await draft())?.exclusions).toEqual({
    incoming: [silent],
    protected: { ...both, accounts: [kept, { ...added, reason: 'Kept by hand' }] },
  })
})

test('lists are saved with how groups follow the directory', async () => {
  const groups = { goneLists: 'remove', goneOrganizationalGroups: 'keep', handMadeMembers: 'keep-in-step' }
  expect(await saveListsStep({ connectorId, settings: { mode: 'all' }, groups })).toMatchObject({ ok: true })
  expect(await draft()).toMatchObject({ distributionLists: { mode: 'all' }, groups })
})

test('a filter is shown as conditions where they can say the same', async () => {
  expect(await readConditions({ text: '(&(title=*)(!(department=Temp)))' })).toMatchObject({
    value: {
      join: 'all',
      conditions: [
        { attribute: 'title', test: 'present' },
        { attribute: 'department', test: 'is-not', value: 'Temp' },
      ],
    },
  })
  expect(codes(await readConditions({ text: '(&(a=b)(|(c=d)))' }))).toEqual(['filter-not-visual at inclusion.filter'])
  expect(codes(await readConditions({ text: '(a=b' }))).toEqual(['filter-unfinished at inclusion.filter'])
})

/** A job that ended with a result, as a worker leaves it. */
async function ended(kind: 'find-entries' | 'survey-lists', result: unknown, minutesAgo = 0): Promise<string> {
  const id = randomUUID()
  await inOrganization(organizationId, async tx => {
    await insertDirectoryJob(tx, { id, connectorId, kind, request: {}, requestedBy: operator })
    await tx.execute(sql`
      update directory_jobs set state = 'done', result = ${JSON.stringify(result)}::text::jsonb,
        finished_at = now() - make_interval(mins => ${minutesAgo}) where id = ${id}`)
  })
  return id
}

test('a mapping is tried on an entry that this connector found, and on no other', async () => {
  const anchor = randomUUID()
  const attributes = { displayName: ['Ada Byron'], mail: ['ada@contoso.example'], title: ['countess'] }
  const found = {
    asked: ['displayName', 'mail', 'title'],
    entries: [{ anchor, dn: 'CN=Ada', attributes, cleaned: [] }],
  }
  const jobId = await ended('find-entries', found satisfies Record<keyof FoundEntries, unknown>)
  const tried = await tryMappingOn({ connectorId, jobId, anchor, mapping: mapping() })
  if (!tried.ok) throw new Error(codes(tried).join())
  expect(tried.value.fields.find(({ name }) => name === 'title')).toEqual({
    name: 'title',
    value: 'COUNTESS',
    problem: null,
  })
  expect(tried.value.fields.find(({ name }) => name === 'email')?.problem).toContain('not a verified domain')
  expect(tried.value.unread).toContain('department')
  for (const other of [{ connectorId: randomUUID() }, { anchor: randomUUID() }, { jobId: randomUUID() }])
    expect(codes(await tryMappingOn({ connectorId, jobId, anchor, mapping: mapping(), ...other }))).toEqual([
      'job-unknown at null',
    ])
})

test('rules say which accounts and groups of Messenger they protect, managed or not', async () => {
  await inOrganization(organizationId, async tx => {
    for (const name of ['Ada', 'Bo'])
      await tx.execute(sql`insert into accounts (organization_id, id, attributes, email_key) values (${organizationId},
        gen_random_uuid(), ${JSON.stringify({ displayName: name })}::text::jsonb, ${`${name.toLowerCase()}@contoso.example`})`)
    await tx.execute(sql`insert into groups (organization_id, id, kind, name, source)
      values (${organizationId}, gen_random_uuid(), 'list', 'Board', 'local')`)
  })
  const name = (values: string[]) => ({ ...rule, id: randomUUID(), field: 'name', match: 'exact', values })
  const counted = await countProtected({
    protected: {
      rules: [{ ...name(['ada']), field: 'displayName', effect: 'leave-as-is' }],
      groupRules: [name(['board']), name(['nobody'])],
    },
  })
  expect(counted).toMatchObject({
    value: {
      accounts: [{ count: 1, names: ['Ada'] }],
      groups: [
        { count: 1, names: ['Board'] },
        { count: 0, names: [] },
      ],
    },
  })
  expect(await findAccounts({ query: 'BO' })).toMatchObject({ value: [{ name: 'Bo', about: 'bo@contoso.example' }] })
  expect(await findGroups({ query: 'oar' })).toMatchObject({ value: [{ name: 'Board', kind: 'list' }] })
})

test('the lists of a survey come in pages, by name or address, until the survey is old', async () => {
  const list = (name: string) => ({
    anchor: randomUUID(),
    dn: `CN=${name}`,
    name,
    address: `${name}@x.example`,
    reached: null,
  })
  const result = {
    lists: ['Alpha', 'Beta', 'Gamma'].map(list),
    reach: { people: 0, outside: 0 },
    gone: [],
    partial: false,
  }
  const id = await ended('survey-lists', result satisfies ListSurvey)
  const read = (query: string, page = 1) =>
    inOrganization(organizationId, tx =>
      listSurveyed<ListSurvey['lists'][number]>(tx, id, { query, page, pageSize: 2 }),
    )
  const names = async (query: string, page?: number) => (await read(query, page)).rows.map(({ name }) => name)
  expect([await names(''), await names('', 2)]).toEqual([['Alpha', 'Beta'], ['Gamma']])
  expect(await read('ETA@X')).toMatchObject({ total: 1, rows: [{ name: 'Beta' }] })
  const old = await ended('survey-lists', result, 61)
  await inOrganization(organizationId, tx => deleteEndedJobs(tx, connectorId))
  expect(await names('')).toHaveLength(2)
  expect(
    (await inOrganization(organizationId, tx => listSurveyed(tx, old, { query: '', page: 1, pageSize: 2 }))).total,
  ).toBe(0)
})

test('what cannot be counted says why', async () => {
  expect(codes(await checkExclusionRules({ connectorId, incoming: [rule] }))).toEqual(['connection-missing at null'])
  expect(codes(await checkMapping({ connectorId, mapping: mapping('entry.') }))).toEqual([
    'expression-incomplete at mapping.fields.title.source.text',
  ])
})
