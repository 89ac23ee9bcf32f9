import { randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { insertAgent } from '@/lib/store/agents'
import { insertDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'
import { saveView } from '@/lib/store/saved-views'
import { insertTeams } from '@/lib/store/teams'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))
vi.mock('@/lib/jobs/wake', () => ({
  wake: vi.fn(),
  wakeForMessenger: vi.fn(),
  wakeForRuns: vi.fn(),
  stopWaking: vi.fn(),
}))

/** Loaded before the first test, because all of them together take their time. */
const doors = new Map<string, Record<string, unknown>>()
for (const file of globSync('app/**/{actions,route}.ts')) doors.set(file, await import(/* @vite-ignore */ `@/${file}`))

/** Stands in every name and address of the company whose rows somebody else asks for. */
const marker = 'vesuvius'
const theirs = new TestCompany()
const [ours, owner, auditor] = [randomUUID(), randomUUID(), randomUUID()]
const their = {
  run: '',
  account: '',
  team: randomUUID(),
  agent: randomUUID(),
  job: randomUUID(),
  view: randomUUID(),
  group: '',
}
const anchor = randomUUID()
let database: TestDatabase
let everything: postgres.Sql

beforeAll(async () => {
  database = await testDatabase()
  everything = postgres(database.ownerUrl, { max: 1 })
  await addOrganization(database.ownerUrl, { id: ours, name: 'Ours' }, [
    { id: owner, role: 'primary-master-admin' },
    { id: auditor, role: 'auditor' },
  ])
  await theirs.create()
  await everything`update organizations set name = ${marker} where id = ${theirs.organizationId}`
  await everything`update connectors set name = ${marker} where id = ${theirs.connectorId}`
  const unit = `OU=${marker},${fakeBase}`
  theirs.directory.unit(unit)
  for (let at = 1; at <= 3; at++) theirs.directory.person(`${marker} ${at}`, unit)
  await theirs.approve(await theirs.run('preview'))
  theirs.directory.person(`${marker} 4`, unit)
  their.run = (await theirs.run('preview')).id
  await inOrganization(theirs.organizationId, async tx => {
    const { connectorId } = theirs
    await insertTeams(tx, [{ id: their.team, name: marker, ownerEmail: `${marker}@elsewhere.example` }])
    await insertAgent(tx, {
      ...{ id: their.agent, connectorId, name: marker, host: marker, system: 'linux', version: '1', protocol: 1 },
      ...{ instance: randomUUID(), enrolledFrom: null },
    })
    await insertDirectoryJob(tx, {
      id: their.job,
      connectorId,
      kind: 'browse',
      request: { parent: null },
      requestedBy: 'test',
    })
    await saveView(tx, {
      id: their.view,
      list: 'managed-users',
      name: marker,
      query: '',
      owner: theirs.administratorId,
      shared: true,
    })
  })
  their.account = (await theirs.sql<{ id: string }>(sql`select id from accounts order by id limit 1`))[0]?.id ?? ''
  their.group = (await theirs.sql<{ id: string }>(sql`select id from groups order by id limit 1`))[0]?.id ?? ''
})
afterAll(async () => {
  await everything.end()
  await database.drop()
})

const file = `
version: 1
name: Ours
kind: cloud
hosts: [dc1.example.com]
security: ldaps
baseDn: automatic
userId: reader@example.com
password: \${secret:bind-password}
organizationalUnits: all
`

type Doors = Record<string, Record<string, [input: unknown, answer: string]>>

/** Every server action: what somebody sends who knows another organization's ids, and the code that it is answered with. */
function actions(): Doors {
  const { connectorId } = theirs
  const { run: runId, account: accountId, team: teamId, agent: agentId, job: jobId } = their
  const [of, hash, reason] = [{ connectorId }, 'a'.repeat(64), 'because']
  const chosen = (list: 'managed' | 'unmanaged', id: string) => ({ list, filter: '', only: [id] })
  const connection = {
    hosts: [{ host: 'dc1.example.com', port: 636 }],
    security: 'ldaps',
    ca: null,
    baseDn: null,
    userId: 'reader',
  }
  const values = { name: 'Ours', connection, password: 'typed' }
  const schedule = { settings: { full: { every: 'day', at: '04:00' } }, timeZone: 'UTC' }
  const guarded = { accounts: [{ accountId, name: 'somebody', effect: 'leave-as-is', reason }] }
  const settings = {
    color: 'blue',
    visibility: 'private',
    joinRequests: false,
    externals: false,
    whoInvites: 'owner',
    whoCreatesRooms: 'owner',
  }
  return {
    'app/(console)/directory-sync/actions.ts': {
      startPreview: [of, 'connector-unknown'],
      startSync: [of, 'connector-not-ready'],
      chooseOfPlan: [{ runId, choice: { only: [] } }, 'run-not-waiting'],
      approvePlan: [{ runId, planHash: hash, removals: 0, reason }, 'run-not-waiting'],
      rejectPlan: [{ runId, reason }, 'run-not-waiting'],
      revertRun: [{ runId }, 'run-unknown'],
      stopRun: [{ runId }, 'run-not-active'],
      saveOrder: [{ names: ['elsewhere'] }, 'precedence-unknown'],
    },
    'app/(console)/directory-sync/connectors/actions.ts': {
      addConnector: [{ kind: 'cloud' }, 'ok'],
      trySampleCompany: [{}, 'sample-not-running'],
      inspectAuthority: [{ base64: '' }, 'certificate-unreadable'],
      saveConnectionStep: [{ connectorId, values }, 'connector-unknown'],
      testConnection: [{ connectorId, values }, 'connector-unknown'],
      finishConnection: [{ connectorId, values }, 'connector-unknown'],
      browseUnits: [{ connectorId, parent: null }, 'connector-unknown'],
      findUnits: [{ connectorId, text: marker }, 'connector-unknown'],
      lookUpUnits: [{ connectorId, anchors: [anchor] }, 'connector-unknown'],
      saveUnitsStep: [{ connectorId, settings: { mode: 'all' } }, 'connector-unknown'],
      surveyLists: [{ connectorId, chosen: [] }, 'connector-unknown'],
      saveListsStep: [{ connectorId, settings: { mode: 'all' } }, 'connector-unknown'],
      checkInclusion: [{ connectorId, filter: '(cn=*)' }, 'connector-unknown'],
      saveInclusionStep: [{ connectorId, jobId }, 'connector-unknown'],
      saveSafetyStep: [{ connectorId, values: {} }, 'connector-unknown'],
      checkPerson: [{ connectorId, query: marker }, 'connector-unknown'],
    },
    'app/(console)/directory-sync/connectors/schedule/actions.ts': {
      saveScheduleStep: [{ connectorId, values: schedule }, 'connector-unknown'],
      showNextRuns: [{ connectorId, values: schedule }, 'ok'],
      pause: [{ connectorId, reason, resumeOn: null }, 'connector-unknown'],
      resume: [of, 'connector-unknown'],
    },
    'app/(console)/directory-sync/connectors/[id]/agents/actions.ts': {
      createToken: [{ connectorId, name: 'ours' }, 'connector-unknown'],
      testThroughAgent: [of, 'connector-unknown'],
      replace: [{ agentId }, 'agent-unknown'],
      rotate: [{ agentId }, 'agent-unknown'],
      revoke: [{ agentId, name: marker }, 'agent-unknown'],
      takeBack: [{ connectorId, name: marker }, 'connector-unknown'],
      letConfigure: [of, 'connector-unknown'],
      switchTo: [{ connectorId, kind: 'agent' }, 'connector-unknown'],
    },
    'app/(console)/directory-sync/connectors/[id]/configuration-file/actions.ts': {
      readConfiguration: [{ connectorId, text: file }, 'connector-unknown'],
      importConfiguration: [{ connectorId, text: file }, 'connector-unknown'],
      lookUpConfiguration: [{ connectorId, text: file }, 'connector-unknown'],
    },
    'app/(console)/directory-sync/connectors/[id]/decisions/actions.ts': {
      decidePerson: [
        { connectorId, choice: 'leave-apart', reason, anchor, accountId: null, evidenceHash: hash },
        'case-closed',
      ],
      previewMany: [{ connectorId, code: 'any', choice: 'create' }, 'ok'],
      decideMany: [
        { connectorId, choice: 'create', reason, people: [{ anchor, accountId: null, evidenceHash: hash }] },
        'ok',
      ],
    },
    'app/(console)/directory-sync/connectors/[id]/setup/exclusion-rules/actions.ts': {
      saveExclusionRules: [{ connectorId, incoming: [] }, 'connector-unknown'],
      checkExclusionRules: [{ connectorId, incoming: [] }, 'connector-unknown'],
    },
    'app/(console)/directory-sync/connectors/[id]/setup/exclusions/actions.ts': {
      saveProtected: [{ connectorId, protected: guarded }, 'connector-unknown'],
      findAccounts: [{ query: marker }, 'ok'],
      findGroups: [{ query: marker }, 'ok'],
      countProtected: [{ protected: guarded }, 'ok'],
    },
    'app/(console)/directory-sync/connectors/[id]/setup/inclusion-rules/actions.ts': {
      readConditions: [{ text: '(cn=*)' }, 'ok'],
    },
    'app/(console)/directory-sync/connectors/[id]/setup/unsaved/actions.ts': {
      keepTyping: [{ connectorId, step: 'connection', values: {}, seen: hash }, 'connector-unknown'],
    },
    'app/(console)/directory-sync/connectors/[id]/setup/user-attributes/actions.ts': {
      saveAttributesStep: [{ connectorId, mapping: {}, joining: {} }, 'connector-unknown'],
      checkMapping: [{ connectorId, mapping: {} }, 'connector-unknown'],
      findEntries: [{ connectorId, query: marker, attributes: [] }, 'connector-unknown'],
      tryMappingOn: [{ connectorId, jobId, anchor, mapping: {} }, 'job-unknown'],
    },
    'app/(console)/directory-sync/connectors/[id]/versions/actions.ts': {
      restore: [{ connectorId, version: 1 }, 'connector-unknown'],
      reset: [{ connectorId, name: marker }, 'connector-unknown'],
      remove: [{ connectorId, name: marker }, 'connector-unknown'],
    },
    'app/(console)/settings/domains/actions.ts': {
      claim: [{ domain: theirs.directory.domain }, 'ok'],
      check: [{ name: 'elsewhere.example' }, 'domain-unknown'],
      forget: [{ name: 'other.example' }, 'domain-unknown'],
    },
    'app/(console)/settings/messenger/actions.ts': {
      saveMessenger: [{ messenger: {} }, 'value-invalid'],
      order: [{ order: { do: 'remove' } }, 'messenger-not-set-up'],
    },
    'app/(console)/settings/notifications/actions.ts': {
      saveAlerts: [{ preferences: {} }, 'value-invalid'],
      saveLanguages: [{ yours: 'en', company: null }, 'ok'],
      saveMails: [{ mails: { welcomeMails: false, farewellMails: false } }, 'ok'],
      saveWebhook: [{ webhook: { webhookUrl: null, webhookSecret: null } }, 'ok'],
      testMail: [{}, 'test-mail-not-configured'],
      testWebhook: [{}, 'test-webhook-not-configured'],
    },
    'app/(console)/teams/actions.ts': {
      askTeamOwner: [{ teamId, message: '' }, 'team-unknown'],
      withdrawTeamRequest: [{ teamId }, 'team-unknown'],
      leaveAlone: [{ teamId, reason }, 'team-unknown'],
      takeUp: [{ teamId }, 'team-unknown'],
      bringIn: [{ teamId, quoteId: hash, perMonth: null, maySpend: true, name: marker }, 'team-unknown'],
      sendToApprover: [{ teamId, quoteId: hash, approverId: owner, message: '' }, 'team-unknown'],
      takeSpendBack: [{ teamId }, 'team-unknown'],
      refuseSpend: [{ teamId, reason }, 'team-unknown'],
      addManagedTeam: [{ name: 'Ours', description: '', members: [accountId], settings }, 'team-member-unknown'],
      findColleagues: [{ query: marker }, 'ok'],
      suspend: [{ teamId, reason }, 'team-unknown'],
      activate: [{ teamId }, 'team-unknown'],
      endManagement: [{ teamId, reason }, 'team-unknown'],
    },
    'app/(console)/teams/deeds/actions.ts': {
      proposeForTeams: [{ deed: 'leave-alone', chosen: chosen('unmanaged', teamId) }, 'ok'],
      decideForTeams: [
        { deed: 'leave-alone', chosen: chosen('unmanaged', teamId), hash, text: reason, maySpend: true, number: '1' },
        'teams-changed',
      ],
      takeBackTeams: [{ deed: 'take-up', teamIds: [teamId] }, 'ok'],
    },
    'app/(console)/users/deeds/actions.ts': {
      proposeDeed: [{ deed: 'unmanage', chosen: chosen('managed', accountId) }, 'ok'],
      confirmDeed: [{ deed: 'unmanage', chosen: chosen('managed', accountId), hash, message: '' }, 'quote-changed'],
      confirmSpend: [{ deed: 'manage', chosen: chosen('unmanaged', accountId), hash, message: '' }, 'quote-changed'],
      findPerson: [{ query: marker }, 'ok'],
      linkPerson: [{ accountId, connectorId, anchor, quoteHash: hash }, 'quote-changed'],
      checkNow: [{}, 'ok'],
    },
    'app/lists/saved-views/actions.ts': {
      saveListView: [{ list: 'managed-users', name: 'ours', query: '', shared: true }, 'ok'],
      deleteListView: [{ id: their.view }, 'view-unknown'],
    },
  }
}

/** Every address that a page or a download asks, with the status that is answered; what is found has to be of one's own. */
function routes(): Record<string, [parameters: Record<string, string>, query: string, status: number | null]> {
  const [run, connector] = [{ id: their.run }, { id: theirs.connectorId }]
  return {
    // The same for everybody, where it was built.
    'app/api/agent-program/route.ts': [{}, '?sum', null],
    'app/api/audit/export/route.ts': [{}, '', 200],
    'app/api/connectors/[id]/agents/route.ts': [connector, '', 404],
    'app/api/connectors/[id]/configuration/route.ts': [connector, '', 404],
    'app/api/find/route.ts': [{}, `?q=${marker}`, 200],
    'app/api/groups/[id]/members/route.ts': [{ id: their.group }, `?name=&id=${their.account}`, 404],
    'app/api/groups/export/[kind]/route.ts': [{ kind: 'lists' }, '', 200],
    'app/api/jobs/[id]/route.ts': [{ id: their.job }, '', 404],
    'app/api/jobs/[id]/lists/route.ts': [{ id: their.job }, '', 404],
    'app/api/people/route.ts': [{}, '', 200],
    'app/api/people/export/route.ts': [{}, '', 200],
    'app/api/photos/[hash]/route.ts': [{ hash: 'a'.repeat(64) }, '', 404],
    'app/api/runs/[id]/route.ts': [run, '', 404],
    'app/api/runs/[id]/changes/route.ts': [run, '', 404],
    'app/api/runs/[id]/changes/export/route.ts': [run, '', 404],
    'app/api/runs/[id]/facets/route.ts': [run, '', 404],
    'app/api/runs/[id]/groups/route.ts': [run, '', 404],
    'app/api/teams/export/route.ts': [{}, '?managed=yes', 200],
    'app/api/unmanaged/export/route.ts': [{}, '', 200],
  }
}

/** Opened by something else than a session: an agent's signature, the clock's secret, nothing. Their tests stand beside them. */
const notBySession = /^app\/(api\/(agent|auth|cron|health)|schemas)\//

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
async function get(file: string): Promise<{ status: number; text: string }> {
  const GET = doors.get(file)?.GET as Route
  const [parameters, query] = routes()[file] ?? [{}, '']
  const answer = await GET(new Request(`http://localhost/${query}`), { params: Promise.resolve(parameters) })
  return { status: answer.status, text: await answer.text() }
}

/** Whoever has a signed link is let in by it; their tests stand beside `lib/access`, `lib/teams` and `lib/unmanaged`. */
const byLink = ['app/management-request/actions.ts', 'app/team-request/actions.ts', 'app/welcome/actions.ts']

type Answered = { ok: boolean; problems?: { code: string }[] }
async function ask(file: string, name: string, input: unknown): Promise<{ code: string; text: string }> {
  const { [name]: action } = (doors.get(file) ?? {}) as Record<string, (input: unknown) => Promise<Answered>>
  const given = await action?.(input)
  const codes = new Set(given?.problems?.map(({ code }) => code))
  return { code: given?.ok ? 'ok' : [...codes].join(' '), text: JSON.stringify(given) }
}

const each = () =>
  Object.entries(actions()).flatMap(([file, named]) =>
    Object.entries(named).map(([name, [input, answer]]) => ({ file, name, input, answer })),
  )
const signIn = (administratorId: string) => {
  session.current = { administratorId, organizationId: ours, sessionVersion: 1 }
}

/** Every row of the other organization, whatever table it stands in. */
async function theirRows(): Promise<Record<string, string>> {
  const tables = await everything<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`
  const rows: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await everything<{ hash: string }[]>`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${everything(name)} t
      where organization_id = ${theirs.organizationId}`
    rows[name] = row?.hash ?? ''
  }
  return rows
}

test('every server action and every route stands in one of the tables above', () => {
  const written = globSync('app/**/*.ts').flatMap(file => {
    const text = readFileSync(file, 'utf8')
    if (!text.startsWith("'use server'") || byLink.includes(file)) return []
    return [...text.matchAll(/^export (?:const|async function) (\w+)/gm)].map(([, name]) => `${file} ${name}`)
  })
  expect(
    each()
      .map(({ file, name }) => `${file} ${name}`)
      .toSorted(),
  ).toEqual(written.toSorted())
  const handlers = globSync('app/**/route.ts').filter(file => !notBySession.test(file))
  expect(Object.keys(routes()).toSorted()).toEqual(handlers.toSorted())
})

test('nobody who is not signed in gets past the first step of any door', async () => {
  session.current = null
  for (const { file, name, input } of each())
    expect(await ask(file, name, input), name).toMatchObject({ code: 'unauthenticated' })
  for (const file of Object.keys(routes())) expect((await get(file)).status, file).toBe(401)
})

test('whoever may only read looks for people, sees what would happen, chooses for themselves, and is forbidden all else', async () => {
  signIn(auditor)
  const allowed: string[] = []
  for (const { file, name, input } of each())
    if (!/(^|-)forbidden$/.test((await ask(file, name, input)).code)) allowed.push(name)
  expect(allowed.toSorted()).toEqual([
    ...['checkPerson', 'deleteListView', 'findColleagues', 'findPerson', 'proposeDeed', 'proposeForTeams'],
    ...['saveAlerts', 'saveLanguages', 'testMail'],
  ])
})

test('the ids of another organization are unknown at every door, and nothing of it is told or changed', async () => {
  const before = await theirRows()
  signIn(owner)
  const answers: Record<string, string> = {}
  for (const { file, name, input } of each()) {
    const { code, text } = await ask(file, name, input)
    answers[name] = code
    expect(text, name).not.toContain(marker)
  }
  expect(answers).toEqual(Object.fromEntries(each().map(({ name, answer }) => [name, answer])))
  const statuses: Record<string, number> = {}
  for (const file of Object.keys(routes())) {
    const { status, text } = await get(file)
    if (routes()[file]?.[2] !== null) statuses[file] = status
    expect(text, file).not.toContain(marker)
  }
  const expected = Object.entries(routes()).flatMap(([file, [, , status]]) => (status === null ? [] : [[file, status]]))
  expect(statuses).toEqual(Object.fromEntries(expected))
  expect(await theirRows()).toEqual(before)
})
