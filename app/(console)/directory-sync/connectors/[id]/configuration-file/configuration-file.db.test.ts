import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { GET } from '@/app/api/connectors/[id]/configuration/route'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { readConfigFile } from '@/lib/config-file/read-config-file'
import type { InclusionCheck } from '@/lib/connectors/job-request'
import { secretTarget } from '@/lib/connectors/target'
import { certificate } from '@/lib/directory/testing/scripted-server'
import { TestCompany } from '@/lib/runs/testing/company'
import { readConnector, readVersion, updateConnector } from '@/lib/store/connectors'
import { readDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'
import { saveSecret } from '@/lib/store/secrets'
import { importConfiguration, lookUpConfiguration, readConfiguration } from './actions'
import { largestUpload } from './largest-upload'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
const language = vi.hoisted(() => ({ asked: 'en' }))
vi.mock('@/lib/access/asked-language', () => ({ askedLanguage: async () => language.asked }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))
vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

const password = 'correct horse battery staple'
const sales = { anchor: '6f9619ff-8b86-d011-b42d-00c04fc964ff', dn: 'OU=Sales,DC=example,DC=com', effect: 'include' }
let database: TestDatabase
let company: TestCompany
let stranger: TestCompany

beforeAll(async () => {
  database = await testDatabase()
  company = await companyWith('enterprise-admin')
  stranger = await companyWith('primary-master-admin')
})
afterAll(() => database.drop())
beforeEach(() => {
  signIn(company)
  language.asked = 'en'
})

async function companyWith(role: string): Promise<TestCompany> {
  const made = new TestCompany()
  await made.create({
    organizationalUnits: { mode: 'chosen', rules: [sales] },
    inclusion: { filter: '(title=*)', attributes: [] },
  })
  await made.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${made.organizationId}, ${made.administratorId}, ${`${made.administratorId}@example.com`}, 'Ann', ${role}, '')`)
  await inOrganization(made.organizationId, async tx => {
    const { settings } = (await readVersion(tx, made.connectorId, 1)) ?? expect.fail()
    const { connection, organizationalUnits } = settings
    await saveSecret(tx, made.connectorId, 'bind-password', { plain: password, target: secretTarget(connection) })
    await updateConnector(tx, made.connectorId, { draft: { connection, organizationalUnits }, testedHash: 'tested' })
  })
  return made
}

const signIn = ({ administratorId, organizationId }: TestCompany) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
const asRole = (role: string) =>
  company.sql(sql`update administrators set role = ${role} where id = ${company.administratorId}`)
const download = (query = '', id: string = company.connectorId) =>
  GET(new Request(`http://localhost/api/connectors/${id}/configuration${query}`), { params: Promise.resolve({ id }) })
const file = async () => (await download()).text()
const check = (text: string) => readConfiguration({ connectorId: company.connectorId, text })
const problems = async (text: string) => {
  const answer = await check(text)
  return answer.ok ? [] : answer.problems.map(problem => problem.text)
}
/** As the worker ends it. */
const endJob = (id: string, result: unknown) =>
  company.sql(sql`update directory_jobs set state = 'done', finished_at = now(),
    result = ${JSON.stringify(result)}::text::jsonb where id = ${id}`)
const connector = () => inOrganization(company.organizationId, tx => readConnector(tx, company.connectorId))

describe('the download', () => {
  test('is for who may see the settings of this organization, and is on record', async () => {
    session.current = null
    expect((await download()).status).toBe(401)
    signIn(stranger)
    expect((await download()).status).toBe(404)
    signIn(company)
    expect((await download('', 'no-id')).status).toBe(404)
    const response = await download('?format=json')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="example.json"')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(readConfigFile(Buffer.from(await response.text()))).toMatchObject({ ok: true })
    const recorded = await company.sql(sql`select event from audit_entries where event = 'connector.exported'
      and organization_id = ${company.organizationId}`)
    expect(recorded).toHaveLength(1)
  })

  test('holds no secret, only the reference to the stored one', async () => {
    const text = await file()
    expect(text).not.toContain(password)
    expect(parse(text)).toMatchObject({ password: `\${secret:bind-password}`, userId: 'reader@example.com' })
  })
})

describe('bringing in', () => {
  test('what was downloaded changes nothing', async () => {
    expect(await check(await file())).toEqual({ ok: true, value: { differences: [], notes: [] } })
  })

  test('says in words what would change, and stores nothing', async () => {
    const before = await connector()
    const text = (await file())
      .replace('disabled: deactivate', 'disabled: suspend')
      .replace('goneLists: keep', 'goneLists: remove')
    const answer = await check(text)
    expect(answer).toMatchObject({ ok: true, value: { notes: [] } })
    expect(answer.ok && answer.value.differences).toHaveLength(2)
    expect(answer.ok && answer.value.differences?.join()).toMatch(/Disabled in the directory: was Deactivate/)
    expect(await connector()).toEqual(before)
  })

  test('mistakes are told in the language of whoever looks', async () => {
    language.asked = 'de'
    const text = (await file()).replace('version: 1', 'version: 2')
    expect(await problems(text)).toEqual([
      expect.stringMatching(/^Zeile \d+: Diese Datei ist für Version 2 des Formats/),
    ])
  })

  test('every mistake stands with its line', async () => {
    const text = (await file()).replace('disabled: deactivate', 'disbled: deactivate').replace('percent', 'percent')
    const line = text.split('\n').findIndex(one => one.includes('disbled')) + 1
    expect(await problems(text)).toEqual([
      expect.stringMatching(new RegExp(`^Line ${line}: “disbled” is not a setting`)),
    ])
    expect(await problems('a: [')).toEqual([expect.stringMatching(/^Line 1: This is not valid YAML/)])
  })

  test('neither the environment nor a file of the server is ever looked at', async () => {
    const text = (await file()).replace('{secret:bind-password}', '{env:DATABASE_URL}')
    expect(await problems(text)).toEqual([
      expect.stringMatching(/^Line \d+: \$\{env:…\} is read only by the command line/),
    ])
    expect(await problems(`${await file()}\nca: \${file:/etc/passwd}`)).toEqual([
      expect.stringMatching(/^Line \d+: \$\{file:…\} is read only by the command line/),
    ])
    const other = (await file()).replace('bind-password}', 'webhook-secret}')
    expect(await problems(other)).toEqual([expect.stringMatching(/no secret “webhook-secret”/)])
  })

  test('what has not been looked up in the directory is refused, and told where it can be done', async () => {
    const text = (await file()).replace(/ {4}objectGUID: .*\n/, '')
    expect(await problems(text)).toEqual([])
    expect(await problems(text.replace('OU=Sales', 'OU=Elsewhere'))).toEqual([
      expect.stringMatching(/^Line \d+: “OU=Elsewhere,DC=example,DC=com” has not been looked up/),
    ])
    expect(await problems((await file()).replace('(title=*)', '(title=x)'))).toEqual([
      expect.stringMatching(/^Line \d+: This inclusion rule has not been checked/),
    ])
  })

  test('a name that nobody has looked up is asked for at the directory, and stands for what it found', async () => {
    const { connectorId, organizationId } = company
    const text = (await file()).replace(/ {4}objectGUID: .*\n/, '').replace('OU=Sales', 'OU=Elsewhere')
    const reference = 'OU=Elsewhere,DC=example,DC=com'
    const found = { anchor: randomUUID(), dn: reference }
    const lookUp = async (result: unknown) => {
      const asked = await lookUpConfiguration({ connectorId, text })
      const [id = ''] = asked.ok ? asked.value.jobs : []
      const job = await inOrganization(organizationId, tx => readDirectoryJob(tx, id))
      expect(job).toMatchObject({ kind: 'resolve-units', request: { references: [reference] } })
      await endJob(id, result)
      return id
    }
    const withJobs = (jobs: string[]) => readConfiguration({ connectorId, text, jobs })
    const [known, unknown] = [await lookUp([found]), await lookUp([null])]
    expect(await withJobs([known])).toMatchObject({ ok: true })
    expect(await withJobs([unknown])).toMatchObject({ problems: [{ code: 'organizational-unit-not-found' }] })
    expect(await withJobs([randomUUID()])).toMatchObject({ problems: [{ code: 'unit-needs-guid' }] })
    signIn(stranger)
    const theirs = { connectorId: stranger.connectorId, text, jobs: [known] }
    expect(await readConfiguration(theirs)).not.toMatchObject({ ok: true })
    expect(await lookUpConfiguration({ connectorId, text })).toMatchObject({
      problems: [{ code: 'connector-unknown' }],
    })
  })

  test('an inclusion rule that nobody has checked is held against the directory, and stands in the draft as it was found', async () => {
    const { connectorId, organizationId } = company
    const filter = '(employeeType=staff)'
    const text = (await file()).replace('(title=*)', filter)
    const lookUp = async (result: InclusionCheck) => {
      const asked = await lookUpConfiguration({ connectorId, text })
      const [id = ''] = asked.ok ? asked.value.jobs : []
      const job = await inOrganization(organizationId, tx => readDirectoryJob(tx, id))
      expect(job).toMatchObject({ kind: 'check-inclusion', request: { filter } })
      await endJob(id, result)
      return readConfiguration({ connectorId, text, jobs: [id] })
    }
    const attributes = [{ written: 'employeeType', name: 'employeeType', syntax: 'text' as const }]
    const count = { matching: 1, others: 0, partial: false, samples: { matching: [], others: [] } }
    expect(await lookUp({ fits: true, inclusion: { filter, attributes }, count })).toMatchObject({ ok: true })
    const faults = [{ code: 'filter-attribute-unknown', args: { attribute: 'employeeType' } }]
    expect(await lookUp({ fits: false, faults })).toMatchObject({
      problems: [{ text: expect.stringMatching(/^Line \d+: “employeeType” is not an attribute/) }],
    })
  })

  test('only the directory that the file is for is asked', async () => {
    const { connectorId } = company
    const text = (await file()).replace(/ {4}objectGUID: .*\n/, '').replace('OU=Sales', 'OU=Elsewhere')
    const ask = (changed: string) => lookUpConfiguration({ connectorId, text: changed })
    expect(await ask(text.replace(/userId: .*/, 'userId: somebody@else.example'))).toMatchObject({
      problems: [{ code: 'look-up-elsewhere' }],
    })
    expect(await ask(await file()), 'when every name is known nobody is asked').toEqual({
      ok: true,
      value: { jobs: [] },
    })
    await asRole('auditor')
    expect(await ask(text)).toMatchObject({ problems: [{ code: 'forbidden' }] })
    await asRole('enterprise-admin')
  })

  test('a limit is raised by an owner alone', async () => {
    const text = (await file()).replace('removalsPercent: 5', 'removalsPercent: 9')
    expect(await problems(text)).toHaveLength(1)
    await asRole('primary-master-admin')
    expect(await problems(text)).toEqual([])
    await asRole('enterprise-admin')
  })

  test('only who may configure brings a file in, and only one that is small enough', async () => {
    const text = await file()
    expect(await problems(`${text}#${'x'.repeat(largestUpload)}`)).toEqual([
      expect.stringMatching(/larger than 512 kB/),
    ])
    await asRole('auditor')
    expect(await check(text)).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] })
    const saved = await importConfiguration({ connectorId: company.connectorId, text })
    expect(saved).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] })
    await asRole('enterprise-admin')
    signIn(stranger)
    expect(await check(text)).toMatchObject({ problems: [{ code: 'connector-unknown' }] })
  })

  test('it becomes the draft: what is live stays, and the password is never sent to another server', async () => {
    const authority = JSON.stringify(certificate(['dc1.example.com']).ca)
    const text =
      `${(await file()).replace('host: dc1.example.com', 'host: evil.example').replace('graceDays: 0', 'graceDays: 7')}\nca: ${authority}`
        .replace('name: Example', 'name: Renamed')
        .replace('schedule: none', 'schedule: { full: { every: day, at: "04:00" } }')
    const answer = await check(text)
    expect(answer.ok && answer.value.notes).toEqual([
      expect.stringMatching(/keeps its name, Example/),
      expect.stringMatching(/schedule and the time zone stay/),
      expect.stringMatching(/No password is stored for this server/),
    ])
    expect(await importConfiguration({ connectorId: company.connectorId, text })).toEqual({ ok: true, value: null })
    expect(await connector()).toMatchObject({
      ...{ name: 'Example', version: 1, schedule: null, testedHash: null },
      draft: { connection: { hosts: [{ host: 'evil.example' }] }, leaving: { graceDays: 7 } },
    })
    const live = await inOrganization(company.organizationId, tx => readVersion(tx, company.connectorId, 'newest'))
    expect(live).toMatchObject({ version: 1, settings: { leaving: { graceDays: 0 } } })
  })
})
