import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { ConfigurationAnswer, type FoundInDirectory } from '@/lib/agent-protocol/configuration-messages'
import { formatFile, writtenFile } from '@/lib/config-file/write-config-file'
import { exportConfiguration } from '@/lib/connectors/export-configuration'
import { saveImport } from '@/lib/connectors/import-configuration'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { resetConnector } from '@/lib/connectors/reset-connector'
import { restoreVersion } from '@/lib/connectors/restore-version'
import { saveAgentDirectory } from '@/lib/connectors/save-agent-directory'
import { saveGroups } from '@/lib/connectors/save-groups'
import { saveInclusion } from '@/lib/connectors/save-inclusion'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import { saveSafety } from '@/lib/connectors/save-safety'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import { switchCarrier } from '@/lib/connectors/switch-carrier'
import { letAgentsConfigure, takeBackConfiguration } from '@/lib/connectors/take-back'
import type { DirectorySource } from '@/lib/directory/source'
import { stopWaking } from '@/lib/jobs/wake'
import type { Outcome } from '@/lib/outcome'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { MappingSettings } from '@/lib/settings/mapping'
import { listVersions, readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { AgentLab, type TestAgent } from './testing/agent-lab'

let database: TestDatabase
let company: TestCompany
let lab: AgentLab
let agent: TestAgent
const research = `OU=Research,${fakeBase}`

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  lab = await AgentLab.open(company)
  agent = await lab.enroll('LON-1')
  await lab.poll(agent)
  company.directory.unit(research)
  company.directory.person('Ana', research)
  for (const name of compileMapping(MappingSettings.parse({})).attributes)
    company.directory.schema.set(name.toLowerCase(), { name, syntax: 'text', constructed: false })
})
afterAll(async () => {
  await lab?.close()
  await stopWaking()
  await database.drop()
})
beforeEach(() => company.sql(sql`update connectors set managed_by = null, managed_since = null, taken_back_at = null`))

const signal = new AbortController().signal
const ask = async (text: string, found: FoundInDirectory | null = null, agreed: string | null = null, by = agent) =>
  ConfigurationAnswer.parse(await by.portal.post('configuration', { text, found, agreed }))

/** Looks up in the directory in memory what the portal asks for, as the program does. */
async function look(text: string, by = agent): Promise<FoundInDirectory | string[]> {
  const answer = await ask(text, null, null, by)
  if (answer.state !== 'asks') return answer.state === 'wrong' ? answer.problems : [answer.state]
  const { asked } = answer
  const source: DirectorySource = company.directory.source()
  return {
    ...{ asked, passed: true },
    units: await source.resolveUnits(asked.units, signal),
    lists: await source.describeObjects(asked.lists, signal),
    attributes: await source.describeAttributes(asked.attributes, signal),
  }
}

/** A whole configuration: looked up, seen, agreed to. */
async function configure(text: string, by = agent) {
  const found = await look(text, by)
  if (Array.isArray(found)) return { problems: found }
  const fits = await ask(text, found, null, by)
  if (fits.state !== 'fits') return { problems: fits.state === 'wrong' ? fits.problems : [] }
  return { fits, found, live: await ask(text, found, fits.hash, by) }
}

const file = (more = '') => `version: 1
name: Example
kind: agent
organizationalUnits:
  - include: ${research}
${more}`
const connector = async () =>
  (await inOrganization(company.organizationId, tx => readConnector(tx, company.connectorId))) ?? expect.fail()
const versions = () => inOrganization(company.organizationId, tx => listVersions(tx, company.connectorId))
const codesOf = async (outcome: Promise<Outcome<unknown>>) => {
  const done = await outcome
  return done.ok ? 'ok' : done.faults.map(({ code }) => code).join()
}

test('a file from the agent’s machine is live once somebody agreed to what it changes, with the agent as its author', async () => {
  const before = await versions()
  // It was read from the cloud before, by an authority of the company's own.
  await company.sql(
    sql`update connector_versions set settings = jsonb_set(settings, '{connection,ca}', '"the authority of the company"')`,
  )
  const done = await configure(file('inclusionRule: (title=*)\nschedule:\n  full: { every: day, at: "02:30" }\n'))
  expect(done.problems ?? []).toEqual([])
  expect(done.fits?.differences?.join('\n')).not.toContain('authority')
  expect(done.fits?.differences?.join('\n')).toMatch(/becomes \(title=\*\)[\s\S]*Unit Research: new[\s\S]*02:30/)
  expect(done.fits?.notes[0]).toContain('Example is set here alone')
  expect(done.live).toMatchObject({ state: 'live', connector: 'Example', version: before.length + 1 })

  const [newest] = await versions()
  expect(newest).toMatchObject({ author: agent.id, authorName: 'agent LON-1' })
  expect(newest?.settings.organizationalUnits).toMatchObject({ mode: 'chosen', rules: [{ dn: research }] })
  expect(newest?.settings.inclusion).toMatchObject({ filter: '(title=*)', attributes: [{ name: 'title' }] })
  expect(await connector()).toMatchObject({
    ...{ version: newest?.version, state: 'active', managedBy: agent.id },
    schedule: { full: { every: 'day', at: '02:30' } },
  })
  const [audited] = await company.sql(
    sql`select actor_kind, actor_id from audit_entries where event = 'connector.configured-by-agent'`,
  )
  expect(audited).toEqual({ actor_kind: 'agent', actor_id: agent.id })
  const again = await configure(file('inclusionRule: (title=*)\n'))
  expect(again.fits?.differences).toEqual([])
  expect(again.live).toMatchObject({ version: newest?.version })
})

test('what is wrong is told with its line, and nothing is stored', async () => {
  const before = JSON.stringify([await connector(), await versions()])
  const wrong = async (text: string) => (await configure(text)).problems ?? []
  expect(await wrong(file('hosts: [dc1.example.com]\npassword: hunter2\n'))).toEqual([
    expect.stringMatching(/^Line 6: “hosts” is told on the agent’s machine/),
    expect.stringMatching(/^Line 7: “password” is told/),
  ])
  expect(await wrong(file().replace('Research', 'Reserach'))).toEqual([
    expect.stringMatching(/^Line 5: The directory has no organizational unit “OU=Reserach/),
  ])
  expect(await wrong(file('inclusionRule: (titel=*)\n'))).toEqual([expect.stringMatching(/^Line 6: .*titel/)])
  const mapping = 'mapping:\n  fields:\n    title:\n      source: { kind: attributes, names: [titel] }\n'
  expect(await wrong(file(mapping))).toEqual([expect.stringMatching(/^Line 9: .*titel/)])
  expect(await wrong(file('safety: { removalsPercent: 50 }\n'))).toHaveLength(1)
  expect(await wrong(file().replace('kind: agent', 'kind: cloud'))).not.toEqual([])
  expect(await wrong(file('safety: [\n'))).toEqual([expect.stringContaining('not valid YAML')])

  const found = await look(file())
  if (Array.isArray(found)) return expect.fail()
  expect(await ask(file(), { ...found, passed: false })).toMatchObject({ state: 'wrong' })
  expect(await ask(file(), found, 'something else')).toMatchObject({
    problems: [expect.stringContaining('changed since you looked')],
  })
  expect(JSON.stringify([await connector(), await versions()])).toBe(before)
})

test('what was agreed to is not done when something else is live by then', async () => {
  const found = await look(file())
  if (Array.isArray(found)) return expect.fail()
  const seen = await ask(file(), found)
  await company.sql(sql`update connectors set schedule = null`)
  expect(await ask(file(), found, seen.state === 'fits' ? seen.hash : '')).toMatchObject({ state: 'wrong' })
  expect((await connector()).managedBy).toBeNull()
})

test('while it is managed on an agent’s machine, no way of the portal changes it; whoever runs it beside the database neither', async () => {
  await configure(file())
  const before = JSON.stringify([await connector(), await versions()])
  const { organizationId: org, connectorId: id } = company
  for (const actor of [lab.actor, { kind: 'operator', id: 'root' }] as const) {
    const tries = [
      saveOrganizationalUnits(org, actor, id, { mode: 'all' }),
      saveGroups(org, actor, id, {}),
      saveInclusion(org, actor, id, null),
      saveSafety(org, actor, id, {}, { raise: true }),
      saveSchedule(org, actor, id, { settings: null }),
      saveAgentDirectory(org, actor, id),
      saveImport(org, actor, id, { text: file() }, { raise: true }),
      restoreVersion(org, actor, id, 1, { raise: true }),
      resetConnector(org, actor, id, 'Example'),
      switchCarrier(org, actor, id, 'cloud'),
    ]
    expect(await Promise.all(tries.map(codesOf))).toEqual(tries.map(() => 'connector-managed'))
  }
  // A preview of what is live changes nothing of it.
  expect(await codesOf(prepareVersion(org, lab.actor, id))).toBe('ok')
  expect(JSON.stringify([await connector(), await versions()])).toBe(before)
})

test('an administrator takes it back with its name, and no agent sets it before an administrator lets them', async () => {
  const { organizationId: org, connectorId: id } = company
  expect(await codesOf(takeBackConfiguration(org, lab.actor, id, 'Example'))).toBe('connector-not-managed')
  await configure(file())
  expect(await codesOf(takeBackConfiguration(org, lab.actor, id, 'Exmaple'))).toBe('take-back-name-different')
  expect(await codesOf(takeBackConfiguration(org, lab.actor, id, 'Example'))).toBe('ok')
  expect(await codesOf(saveOrganizationalUnits(org, lab.actor, id, { mode: 'all' }))).toBe('ok')
  expect((await configure(file())).problems).toEqual([
    expect.stringContaining('took the configuration of Example back'),
  ])
  expect(await codesOf(letAgentsConfigure(org, lab.actor, id))).toBe('ok')
  expect((await configure(file())).live).toMatchObject({ state: 'live' })
  const events = await company.sql<{ event: string }>(
    sql`select event from audit_entries where event like 'connector.%agent%' or event like '%taken-back' order by at`,
  )
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['connector.configuration-taken-back', 'connector.agents-may-configure']),
  )
})

test('a plan that waits with another configuration cannot bring that one back', async () => {
  const waiting = await company.run('preview')
  await configure(file('newUnits: exclude\n'))
  expect(await company.read(waiting.id)).toMatchObject({ state: 'superseded' })
})

test('another agent of the connector may take over, and it is said', async () => {
  await configure(file())
  const second = await lab.enroll('LON-2')
  await lab.poll(second)
  const done = await configure(file(), second)
  expect(done.fits?.notes[0]).toContain('set here alone')
  expect((await connector()).managedBy).toBe(second.id)
})

test('what is exported of agents is what is configured from there, with nothing of how the directory is reached', async () => {
  await configure(file('newUnits: ask\ninclusionRule: (title=*)\n'))
  const exported = await exportConfiguration(company.organizationId, lab.actor, company.connectorId)
  const text = formatFile(writtenFile(exported.ok ? exported.value : expect.fail(), 'secret'), 'yaml', 'As it is.')
  expect(text).toContain('kind: agent')
  expect(text).not.toMatch(/^(hosts|security|userId|password|ca):/m)
  const again = await configure(text)
  expect(again.fits?.differences).toEqual([])
  await company.sql(
    sql`update connectors set managed_by = null, draft = '{"connection":null,"organizationalUnits":null}'`,
  )
  const saved = saveImport(company.organizationId, lab.actor, company.connectorId, { text }, { raise: false })
  expect(await codesOf(saved)).toBe('ok')
  expect((await connector()).draft.organizationalUnits).toMatchObject({ mode: 'chosen', newUnits: 'ask' })
})
