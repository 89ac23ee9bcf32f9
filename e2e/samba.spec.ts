import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { Client } from 'ldapts'
import type { ScimUser } from '@/lib/messenger/scim-user'
import type { PersonRecord } from '@/lib/sample-directory/company'
import { findSamba } from '../lib/launch/samba.mjs'
import { enrollment, enrollmentJson, type RunJson } from './command-line'
import { allChanges, allPeople } from './console'
import type { House } from './house'
import { startRecorder } from './ldap-recorder'
import { mustOnlyRead } from './operations'
import { baseDn, companyUnit, labCompany, reader, staffOf } from './samba/company'
import type { DomainController } from './samba/domain-controller'
import { expectedUser, isExpected, shownUser } from './samba/expected'
import { type Lab, labConfiguration, passwordVariable, startLab } from './samba/lab'
import { expectUnmodified } from './samba/unmodified'

const company = labCompany()
const staff = staffOf(company)
const expected = staff.filter(isExpected)
const byAnchor = new Map(expected.map(person => [person.anchor, person]))
const managers = new Set(staff.map(({ manager }) => manager))
/** People whose leaving or moving touches nobody else. */
const followers = expected.filter(({ anchor }) => !managers.has(anchor))
const [disabled, deletedUnseen, deletedSeen, moved] = [3, 40, 90, 160].map(index => followers[index] as PersonRecord)

let lab: Lab
let domain: DomainController
let house: House
let page: Page

test.describe.configure({ mode: 'serial' })
test.skip(!findSamba(), 'needs Samba’s domain controller: apt-get install samba samba-dsdb-modules samba-ad-provision')

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  lab = await startLab(browser, company)
  ;({ domain, house, page } = lab)
})

test.afterEach(() => {
  expect(lab.troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(() => lab?.stop())

const sync = (...options: string[]) => enrollmentJson<RunJson>(house.data, ['sync', 'Lab', ...options])
const people = async () => new Map((await allPeople(page, house)).map(user => [user.id, user]))
/** What a run planned, beside those who are skipped in every run. */
const rowsOf = async (run: RunJson): Promise<Row[]> =>
  (await allChanges(page, house, run.runId))
    .filter(({ kind }) => kind !== 'skip')
    .map(({ anchor, kind, reason }) => ({ anchor, kind, reason }))
    .toSorted(byGuid)
const guid = (person: PersonRecord | undefined) => domain.guids.get(person?.sAMAccountName ?? '') ?? ''

const button = (name: string | RegExp) => page.getByRole('button', { name })
const heading = (name: string) => page.getByRole('heading', { level: 1, name })
const fill = (field: string, value: string) => page.locator(`#field-${field}`).fill(value)

test('the connection is tested; a wrong password has its own sentence and loses nothing that was typed', async () => {
  await page.getByRole('link', { name: 'Connect your directory' }).click()
  await button('Continue').click()
  await expect(heading('Connection')).toBeVisible()
  await fill('name', 'Lab')
  await fill('connection-hosts-0-host', '127.0.0.1')
  await fill('connection-hosts-0-port', String(lab.recorder.port))
  await page.getByRole('radio', { name: 'Our own authority' }).check()
  await page.locator('input[type=file]').setInputFiles(domain.certificates.caFile)
  await expect(page.getByText('Lab Authority')).toBeVisible()
  await fill('connection-userId', reader.userId)
  await fill('password', 'not the password')
  await button('Test connection').click()
  await expect(page.getByText('did not accept this account and password')).toBeVisible()
  await expect(page.locator('#field-connection-userId')).toHaveValue(reader.userId)
  await replacePassword()
  await button('Test connection').click()
  await expect(page.getByText('All checks passed')).toBeVisible()
  await button('Continue').click()
  await expect(heading('Organizational Units')).toBeVisible()
})

/** What is not said in a step is as recommended. */
async function openStep(name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Setup steps' }).getByRole('link', { name }).click()
  await expect(heading(name)).toBeVisible()
}

/** The wrong one is stored by now, and is only ever replaced. */
async function replacePassword(): Promise<void> {
  const replace = button(/^Replace/)
  if (await replace.isVisible()) await replace.click()
  await fill('password', reader.password)
}

test('the company’s unit is chosen, the preview approved, and everyone is there with every attribute', async () => {
  await page.getByRole('radio', { name: 'Only people in the units I choose' }).check()
  const unit = page.locator(`[data-anchor="${domain.guids.get(companyUnit(company))}"]`)
  await expect(unit).toBeVisible()
  await button('Clear').click()
  await unit.click()
  await expect(unit).toHaveAttribute('aria-checked', 'true')
  await button('Continue').click()
  await expect(heading('Distribution Lists')).toBeVisible()
  await openStep('Schedule')
  // Far enough away that nothing runs by itself while this story is told.
  await page.getByLabel('First day').fill('2099-03-07')
  await button('Continue').click()
  await expect(heading('Safety')).toBeVisible()
  await openStep('Review')
  await button('Run preview').click()
  await expect(page.getByText('Waiting for approval', { exact: true })).toBeVisible({ timeout: 60_000 })
  expect((await people()).size).toBe(0)
  await page.getByLabel('Reason').fill('The first synchronization of the lab')
  await button(/^Apply [\d,]+ changes$/).click()
  await expect(page.getByRole('heading', { name: 'Report' })).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('[data-counter=added]')).toHaveText(String(expected.length))

  const users = await people()
  const shown = [...users.values()].map(user => shownUser(user, users))
  const wanted = expected.map(person =>
    expectedUser(person, domain.guids, person.manager === null ? null : (byAnchor.get(person.manager) ?? null)),
  )
  expect(sorted(shown)).toEqual(sorted(wanted))
})

test('a file that says the same as the wizard changes nothing; one with an unknown unit is refused with its line', async () => {
  const same = await enrollmentJson(house.data, ['apply', labConfiguration(lab, company)], passwordVariable)
  expect(same).toMatchObject({ exit: 0, json: { name: 'Lab', version: 1, changed: false } })
  const nowhere = { organizationalUnits: '[{ include: "OU=Nowhere,DC=lab,DC=example" }]' }
  const refused = await enrollment(house.data, ['apply', labConfiguration(lab, company, nowhere)], passwordVariable)
  expect(refused.exit).toBe(1)
  expect(refused.errors).toMatch(/^Line 10: .*OU=Nowhere,DC=lab,DC=example/)
})

test('the console shows them, and the command line lists the same people', async () => {
  const someone = expected[100]
  await page.goto(`${house.running.url}/users/managed?q=${someone?.attributes.mail}`)
  await expect(page.getByText(someone?.attributes.displayName ?? '').first()).toBeVisible()
  const listed = await enrollmentJson<ScimUser[]>(house.data, ['people'])
  const users = await people()
  expect(new Map(listed.json.map(user => [user.id, user]))).toEqual(users)
})

test('an unchanged directory is not synchronized again, and was not modified', async () => {
  const second = await sync()
  expect(second).toMatchObject({ exit: 0, json: { state: 'finished' } })
  expect(await rowsOf(second.json)).toEqual([])
  expect(second.json.report).toMatchObject({ unchanged: expected.length, added: 0, updated: 0, deactivatedRead: 0 })
  expectUnmodified(lab.untouched, domain.dump())
})

test('disabled, deleted out of sight, renamed and moved, and a renamed unit are told apart', async () => {
  const newUnit =
    company.units.find(({ anchor }) => anchor === followers[0]?.unit && anchor !== moved?.unit) ?? company.units.at(-2)
  const renamed = company.units.find(unit => isRenameable(unit.dn, newUnit?.dn ?? ''))
  domain.change(
    ['disable', disabled?.sAMAccountName ?? ''],
    ['delete', deletedUnseen?.sAMAccountName ?? ''],
    ['set', moved?.sAMAccountName ?? '', 'displayName', 'Renamed, Ängström'],
    ['move', moved?.sAMAccountName ?? '', `CN=Renamed\\, Ängström,${newUnit?.dn}`],
    ['rename-unit', renamed?.dn ?? '', `OU=Renamed Unit,${renamed?.dn.slice(renamed.dn.indexOf(',') + 1)}`],
  )
  const changed = domain.dump()
  const run = await sync()
  expect(run).toMatchObject({ exit: 0, json: { state: 'finished' } })
  expect(await rowsOf(run.json)).toEqual(
    [
      { anchor: guid(disabled), kind: 'deactivate', reason: because('Disabled in the directory') },
      { anchor: guid(deletedUnseen), kind: 'suspect', reason: because('one hour') },
      { anchor: guid(moved), kind: 'update', reason: because('different in the directory') },
    ].toSorted(byGuid),
  )
  const users = [...(await people()).values()]
  const find = (person: PersonRecord | undefined) => users.find(({ externalId }) => externalId === guid(person))
  expect(find(disabled)).toMatchObject({ active: false, enrollment: { because: 'disabled-in-directory' } })
  expect(find(deletedUnseen)).toMatchObject({ active: true })
  expect(find(moved)).toMatchObject({ active: true, displayName: 'Renamed, Ängström' })
  expect(users.length).toBe(expected.length)
  expectUnmodified(changed, domain.dump())
})

test('with the right to see tombstones, who was deleted leaves at once', async () => {
  domain.change(['show-deleted-to', reader.sam], ['delete', deletedSeen?.sAMAccountName ?? ''])
  const changed = domain.dump()
  const run = await sync()
  expect(run).toMatchObject({ exit: 0, json: { state: 'finished', report: { deactivatedAbsent: 2 } } })
  expect(await rowsOf(run.json)).toEqual(
    [
      { anchor: guid(deletedUnseen), kind: 'deactivate', reason: because('Deleted in the directory') },
      { anchor: guid(deletedSeen), kind: 'deactivate', reason: because('Deleted in the directory') },
    ].toSorted(byGuid),
  )
  expect((await sync()).json.report).toMatchObject({ deactivatedAbsent: 0, suspected: 0, updated: 0 })
  expectUnmodified(changed, domain.dump())
})

test('only reading was ever asked of the directory', () => {
  expect(lab.recorder.operations.get('search')).toBeGreaterThan(0)
  mustOnlyRead(lab.recorder.operations)
})

test('anything but reading would have been noticed', async () => {
  const recorder = await startRecorder(domain)
  const ca = readFileSync(domain.certificates.caFile)
  const client = new Client({ url: `ldaps://127.0.0.1:${recorder.port}`, tlsOptions: { ca } })
  await client.bind(reader.userId, reader.password)
  await expect(client.del(`CN=Nobody,${baseDn}`)).rejects.toThrow()
  await expect(recorder.stop()).rejects.toThrow('asked for more than reading: 1 delete')
})

/** A part of the sentence that gives the reason. */
const because = (part: string) => expect.stringContaining(part)

type Row = { anchor: string; kind: string; reason: string }
const byGuid = (a: { anchor: string }, b: { anchor: string }) => a.anchor.localeCompare(b.anchor)
const sorted = <T extends { externalId?: string }>(users: T[]) =>
  users.toSorted((a, b) => String(a.externalId).localeCompare(String(b.externalId)))

/** A unit below the company's, with people in it, that is neither the goal of the move nor above it. */
function isRenameable(dn: string, goal: string): boolean {
  const inside = dn.endsWith(companyUnit(company)) && dn !== companyUnit(company)
  return inside && !goal.endsWith(dn) && expected.some(person => person.dn.endsWith(`,${dn}`)) && dn.endsWith(baseDn)
}
