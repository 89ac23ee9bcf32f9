import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { createConnector } from '@/lib/connectors/create-connector'
import { startCheckInclusion } from '@/lib/connectors/directory-jobs'
import type { InclusionCheck } from '@/lib/connectors/job-request'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveInclusion } from '@/lib/connectors/save-inclusion'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import { openSource } from '@/lib/jobs/source'
import { stopWaking } from '@/lib/jobs/wake'
import type { Outcome } from '@/lib/outcome'
import { readConnector } from '@/lib/store/connectors'
import { claimDirectoryJob, readDirectoryJob } from '@/lib/store/directory-jobs'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { runDirectoryJob } from './run-directory-job'
import { TestCompany } from './testing/company'
import { anchorOf, FakeDirectory, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const staffOnly = {
  inclusion: {
    filter: '(!(employeeType=contractor))',
    attributes: [{ written: 'employeeType', name: 'employeeType', syntax: 'text' }],
  },
}

describe('a run', () => {
  test('takes in who matches, and whoever was seen not to match any more is out of scope until they do', async () => {
    const company = new TestCompany()
    const { directory } = company
    directory.person('Contractor', fakeBase, { employeeType: 'Contractor' })
    await company.create(staffOnly)
    await company.synchronized(20)
    expect([...(await company.accounts()).keys()]).not.toContain('contractor')
    directory.set(person(1), { employeeType: 'CONTRACTOR' })
    const run = await company.run()
    expect(await company.plan(run.id)).toEqual({
      'deactivate not-matching-inclusion-rule applied': 1,
      'skip not-matching-inclusion-rule noted': 1,
    })
    directory.set(person(1), { employeeType: 'staff' })
    expect(await company.plan((await company.run()).id)).toEqual({
      'reactivate back-in-scope applied': 1,
      'skip not-matching-inclusion-rule noted': 1,
    })
  })

  test('holds when a rule would put out many at once', async () => {
    const company = new TestCompany()
    await company.create()
    await company.synchronized(20)
    await company.changeSettings({
      inclusion: { filter: '(title=*)', attributes: [{ written: 'title', name: 'title', syntax: 'text' }] },
    })
    expect(await company.run()).toMatchObject({ state: 'held', report: { added: 0, deactivatedRead: 0 } })
  })
})

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

describe('a rule is checked and counted before it is saved', () => {
  const actor = { kind: 'administrator', id: 'tests' } as const
  const organization = randomUUID()
  const directory = new FakeDirectory()
  const sales = `OU=Sales,${fakeBase}`
  let connector: string

  beforeAll(async () => {
    await acrossOrganizations('tests', tx => createOrganization(tx, { id: organization, name: organization }))
    connector = given(await createConnector(organization, actor, { kind: 'cloud', name: 'Contoso' })).connectorId
    const connection = {
      ...{ hosts: [{ host: 'dc1.example.com', port: 636 }], security: 'ldaps' as const, ca: null },
      ...{ baseDn: fakeBase, userId: 'reader' },
    }
    given(await saveConnection(organization, actor, connector, { name: 'Contoso', connection, password: 'secret' }))
    directory.unit(sales)
    directory.person('Ann', sales, { employeeType: 'staff' })
    directory.person('Bob', sales, { employeeType: 'contractor' })
    directory.person('Cid', sales)
    directory.person('Computer', sales, { userAccountControl: '4096' })
    directory.person('Elsewhere', fakeBase, { employeeType: 'staff' })
  })

  async function check(filter: string): Promise<{ jobId: string; result: unknown }> {
    const { jobId } = given(await startCheckInclusion(organization, actor, connector, filter))
    const job = await inOrganization(organization, tx => claimDirectoryJob(tx, jobId, 'worker', 60))
    if (!job) throw new Error('The job is not free')
    const { hash, credentials } = await openSource(organization, connector, 'draft', `job:${jobId}`)
    const signal = new AbortController().signal
    const work = { organizationId: organization, job, owner: 'worker', hash, credentials, signal }
    await runDirectoryJob({ ...work, source: directory.source() })
    return { jobId, result: (await inOrganization(organization, tx => readDirectoryJob(tx, jobId)))?.result }
  }
  const saved = async () => (await inOrganization(organization, tx => readConnector(tx, connector)))?.draft.inclusion

  test('what is no filter is refused at the door, and without chosen units there is nobody to count', async () => {
    const refusal = (filter: string) => startCheckInclusion(organization, actor, connector, filter)
    expect(await refusal('(employeeType=staff')).toMatchObject({ faults: [{ code: 'filter-unfinished' }] })
    expect(await refusal('(employeeType=staff)')).toMatchObject({ faults: [{ code: 'organizational-units-missing' }] })
  })

  test('it counts the people of the chosen units, names some of them, and is what is saved', async () => {
    const rules = [{ anchor: anchorOf(sales), dn: sales, effect: 'include' as const }]
    given(await saveOrganizationalUnits(organization, actor, connector, { mode: 'chosen', rules }))
    const { jobId, result } = await check('(EMPLOYEETYPE=Staff)')
    const inclusion = {
      filter: '(EMPLOYEETYPE=Staff)',
      attributes: [{ written: 'EMPLOYEETYPE', name: 'employeeType', syntax: 'text' }],
    }
    expect(result).toEqual({
      fits: true,
      inclusion,
      count: {
        ...{ matching: 1, others: 2, partial: false },
        samples: {
          matching: [{ name: 'Ann', dn: `CN=Ann,${sales}` }],
          others: [
            { name: 'Bob', values: ['contractor'] },
            { name: 'Cid', values: [] },
          ].map(({ name, values }) => ({
            ...{ name, dn: `CN=${name},${sales}` },
            unmet: { condition: '(EMPLOYEETYPE=Staff)', attribute: 'employeeType', values },
          })),
        },
      },
    })
    given(await saveInclusion(organization, actor, connector, jobId))
    expect(await saved()).toEqual(inclusion)
    given(await saveInclusion(organization, actor, connector, null))
    expect(await saved()).toBeNull()
  })

  test('what the schema has against it is said, and such a rule cannot be saved', async () => {
    const { jobId, result } = await check('(employeTyp=staff)')
    const faults = [{ code: 'filter-attribute-unknown', args: { attribute: 'employeTyp' }, path: 'inclusion.filter' }]
    expect(result).toEqual({ fits: false, faults } satisfies InclusionCheck)
    expect(await saveInclusion(organization, actor, connector, jobId)).toEqual({ ok: false, faults })
    expect(await saved()).toBeNull()
  })

  test('a job that is not done, of another kind or of nobody saves nothing', async () => {
    given(await saveOrganizationalUnits(organization, actor, connector, { mode: 'all' }))
    const { jobId } = given(await startCheckInclusion(organization, actor, connector, '(employeeType=staff)'))
    for (const id of [jobId, randomUUID()])
      expect(await saveInclusion(organization, actor, connector, id)).toMatchObject({
        faults: [{ code: 'inclusion-not-checked' }],
      })
  })

  test('a directory that cannot be read counts nobody, and says why', async () => {
    directory.incomplete = { code: 'connection-lost', args: { host: 'dc1' } }
    const { jobId, result } = await check('(employeeType=staff)')
    expect(result).toEqual({ code: 'connection-lost', args: { host: 'dc1' } })
    expect(await saveInclusion(organization, actor, connector, jobId)).toMatchObject({ ok: false })
    directory.incomplete = null
  })
})
