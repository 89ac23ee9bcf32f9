import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { sampleBaseDn, sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { type AgentProgram, agentProgram } from './agent-program'
import { enrollmentJson, type RunJson } from './command-line'
import { writeSampleConfiguration } from './configuration-file'
import { createAdministrator } from './first-administrator'
import { type House, newDataFolder, startHouse } from './house'
import { takePictures } from './pictures'
import { expectAccessible, watchPage } from './watch-page'

let house: House
let page: Page
let troubles: string[]
let database: Sql
let agent: AgentProgram
let service: ChildProcess | undefined
let folder: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  house = await startHouse()
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await createAdministrator(page, house, { domain: sampleDomain })
  database = postgres(house.running.ownerUrl, { max: 2, onnotice: () => {} })
  folder = newDataFolder()
  const [, port = ''] = house.running.sampleDirectory?.split(':') ?? []
  agent = agentProgram(folder, { ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8', ENROLLMENT_DIRECTORY_PORTS: port })
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  service?.kill('SIGTERM')
  await page?.close()
  await database?.end()
  await house?.stop()
})

const run = (args: string[], env: Record<string, string> = {}) => enrollmentJson<RunJson>(house.data, args, env)
const directory = () => [
  ...['--host', house.running.sampleDirectory ?? '', '--ca-file', house.running.sampleCaFile ?? ''],
  ...['--base-dn', sampleBaseDn, '--user', sampleCredentials.userId, '--allow-base', sampleBaseDn],
]

let connectorAddress: string

async function openAgents(): Promise<void> {
  if (connectorAddress === undefined) {
    const [found] = await database<{ id: string }[]>`select id from connectors where name = 'Northwind'`
    connectorAddress = `${house.running.url}/directory-sync/connectors/${found?.id}`
  }
  await page.goto(`${connectorAddress}/agents`)
  await expect(page.getByRole('heading', { level: 1, name: 'Agents of Northwind' })).toBeVisible()
}

/** A token as the page shows it: covered, and whole only when somebody wants to see it. */
async function newToken(name: string): Promise<string> {
  await page.getByLabel('Name of the agent').fill(name)
  await page.getByRole('button', { name: 'Create enrollment token' }).click()
  await expect(page.getByText('It works once')).toBeVisible()
  const command = page.getByTestId('setup-command')
  await expect(command).toContainText('•••')
  await takePictures(page, 'agents')
  await page.getByRole('button', { name: 'Show the token' }).click()
  await expect(command).not.toContainText('•••')
  return /'(enr1_[\w-]+)'/.exec(await command.innerText())?.[1] ?? 'none'
}

test('a company that was synchronized from the cloud goes over to an agent, and nobody is changed by it', async () => {
  const file = writeSampleConfiguration(house, 'northwind', { organizationalUnits: 'all', distributionLists: 'all' })
  const password = { SAMPLE_PASSWORD: sampleCredentials.password }
  expect(await run(['apply', file], password)).toMatchObject({ exit: 0 })
  const first = await run(['sync', 'Northwind', '--approve'])
  expect(first).toMatchObject({ exit: 0, json: { state: 'finished' } })

  await openAgents()
  await page.getByRole('button', { name: 'Switch to the Directory Agent' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch to the Directory Agent' }).click()
  await expect(page.getByText('No agent has enrolled yet.')).toBeVisible()
  await expectAccessible(page)
  const token = await newToken('LON-1')
  const secrets = { ENROLLMENT_AGENT_TOKEN: token, ENROLLMENT_AGENT_PASSWORD: sampleCredentials.password }
  const setup = await agent.command(['setup', '--portal', house.running.url, ...directory()], secrets)
  expect(setup).toMatchObject({
    exit: 0,
    output: expect.stringContaining('This machine is now the agent LON-1 of Northwind'),
  })
  await expect(page.getByRole('main').getByText('LON-1 is connected')).toBeVisible()
  const again = await agentProgram(newDataFolder(), {}).command(['setup', '--portal', house.running.url], secrets)
  expect(again).toMatchObject({ exit: 1, output: expect.stringContaining('This enrollment token was used before.') })
  await expect(page.getByText('came with the token of LON-1')).toBeVisible({ timeout: 20_000 })
  expect(await agent.command(['test'])).toMatchObject({
    exit: 0,
    output: expect.stringContaining('All checks passed.'),
  })

  service = agent.start()
  await expect.poll(agent.log).toContain('started')
  const second = await run(['sync', 'Northwind'])
  expect(second, agent.log()).toMatchObject({ exit: 0, json: { state: 'finished' } })
  expect(second.json.report).toMatchObject({ added: 0, updated: 0, deactivatedRead: 0, released: 0, suspected: 0 })
  expect(second.json.report?.unchanged).toBeGreaterThan(500)
  expect(second.json.report?.read).toBe(first.json.report?.read)
})

test('the portal shows the fingerprint that the machine shows, and tests the directory through the agent', async () => {
  const [listed] = (await enrollmentJson<{ fingerprint: string; host: string }[]>(house.data, ['agents', 'Northwind']))
    .json
  const { output } = await agent.command(['status'])
  expect(output).toContain(listed?.fingerprint)
  await openAgents()
  await page.getByRole('link', { name: 'LON-1', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'LON-1' })).toBeVisible()
  await expect(page.getByText(listed?.fingerprint ?? 'none')).toBeVisible()
  await expect(page.getByText('It was never sent here.')).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'agent')

  await page.goto(`${connectorAddress}/setup/connection`)
  await expect(page.getByRole('heading', { level: 1, name: 'Connection' })).toBeVisible()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText('All checks passed. You can continue.')).toBeVisible({ timeout: 30_000 })
  await takePictures(page, 'agent-connection')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Organizational Units' })).toBeVisible()
})

/** A configuration file as it is written on the agent's machine, elsewhere than where the agent keeps its own things. */
function fileOfAgent(changes: string): string {
  const file = path.join(house.data, 'northwind.yaml')
  writeFileSync(file, `version: 1\nname: Northwind\nkind: agent\nbaseDn: ${sampleBaseDn}\n${changes}`)
  return file
}

test('whoever is at the agent’s machine runs it, sees its runs, and sets it there alone until it is taken back', async () => {
  const synced = await agent.command(['sync'])
  expect(synced, agent.log()).toMatchObject({
    exit: 0,
    output: expect.stringMatching(/Nobody had to be changed\.\n {2}read \d+ = unchanged \d+/),
  })
  const looked = await agent.command(['sync', '--dry-run'])
  expect(looked, agent.log()).toMatchObject({ exit: 0, output: expect.stringContaining('nothing was changed') })
  const quick = await agent.command(['sync', '--quick', '--json'])
  expect(quick, agent.log()).toMatchObject({
    exit: 0,
    output: expect.stringMatching(/"quick": true,\s+"state": "finished"/),
  })
  const history = JSON.parse((await agent.command(['history', '--limit', '4', '--json'])).output)
  expect(history).toMatchObject([
    { cause: 'agent', quick: true, state: 'finished', report: { added: 0, updated: 0 } },
    { cause: 'agent', kind: 'preview' },
    { cause: 'agent', state: 'finished', report: { added: 0, updated: 0 } },
    { cause: 'command-line', state: 'finished' },
  ])

  const shown = await agent.command(['preview'])
  expect(shown).toMatchObject({
    exit: 0,
    output: expect.stringMatching(/\ndn: CN=[\s\S]*objects would be sent\. Nothing was\./),
  })

  const misspelled = await agent.command([
    'configure',
    fileOfAgent('organizationalUnits: [{ include: "OU=Nowhere,DC=x" }]\n'),
  ])
  expect(misspelled).toMatchObject({ exit: 1, output: expect.stringMatching(/Line 5: .*OU=Nowhere,DC=x/) })
  const file = fileOfAgent('organizationalUnits: all\nnewUnits: ask\ninclusionRule: (mail=*)\nschedule: none\n')
  const seen = await agent.command(['configure', file, '--dry-run'])
  expect(seen).toMatchObject({ exit: 0, output: expect.stringMatching(/\(mail=\*\)[\s\S]*Nothing was changed\./) })
  const live = await agent.command(['configure', file, '--yes'])
  expect(live).toMatchObject({ exit: 0, output: expect.stringMatching(/Northwind now uses version \d+/) })

  for (const step of ['Organizational Units', 'Schedule', 'Review']) {
    await page.goto(`${connectorAddress}/setup/${step.toLowerCase().replace(' ', '-')}`)
    await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible()
    await expect(page.getByText('Managed on LON-1')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Back', exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save and exit' })).toHaveCount(0)
    await takePictures(page, `managed-${step.toLowerCase().replace(' ', '-')}`)
  }
  await page.goto(`${connectorAddress}/versions`)
  await expect(page.getByText('agent LON-1').first()).toBeVisible()
  await openAgents()
  await page.getByRole('button', { name: 'Take the configuration back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Type Northwind to confirm').fill('Northwind')
  await takePictures(page, 'managed-take-back')
  await dialog.getByRole('button', { name: 'Take the configuration back' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Northwind', exact: true })).toBeVisible()
  await expect(page.getByText('Managed on LON-1')).toHaveCount(0)
  const refused = await agent.command(['configure', file, '--yes'])
  expect(refused).toMatchObject({
    exit: 1,
    output: expect.stringContaining('took the configuration of Northwind back'),
  })
})

test('a token is good once, a new key takes over without a pause, and whoever is revoked is shut out', async () => {
  const before = await agent.command(['status'])
  expect(await agent.command(['rotate'])).toMatchObject({ exit: 0 })
  expect((await agent.command(['status'])).output).not.toBe(before.output)
  expect(await run(['test', 'Northwind'])).toMatchObject({ exit: 0 })

  const ended = new Promise(resolve => service?.once('exit', resolve))
  await openAgents()
  await page.getByRole('link', { name: 'LON-1', exact: true }).click()
  await page.getByRole('button', { name: 'Revoke LON-1' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Type LON-1 to confirm').fill('LON-2')
  await dialog.getByRole('button', { name: 'Revoke LON-1' }).click()
  await expect(dialog.getByText('That is not the agent')).toBeVisible()
  await dialog.getByLabel('Type LON-1 to confirm').fill('LON-1')
  await dialog.getByRole('button', { name: 'Revoke LON-1' }).click()
  await expect(page.getByText('No agent has enrolled yet.')).toBeVisible()
  expect(await ended).toBe(3)
  expect(agent.log()).toContain('This agent was revoked in the portal')
})

test('the directory’s password is on the agent’s machine alone, sealed and private', async () => {
  const { password } = sampleCredentials
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    expect(statSync(file).mode & 0o077, name).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toContain(password)
  }
  const log = readFileSync(path.join(folder, 'agent.log'), 'utf8')
  expect(log).toContain('"method":"import"')
  for (const text of [agent.log(), log]) {
    expect(text).not.toContain(password)
    // Of people and places of the directory nothing: no address, no name as the directory writes it.
    expect(text).not.toMatch(new RegExp(`@|CN=|OU=|DC=|${sampleDomain}`, 'i'))
  }
  const [found] = await database`
    select count(*)::int as rows from (
      select directory::text as said from agents union all select details::text from audit_entries
      union all select call::text || coalesce(result::text, '') from agent_jobs) all_of_it
    where said like ${`%${password}%`}`
  expect(found).toEqual({ rows: 0 })
})
