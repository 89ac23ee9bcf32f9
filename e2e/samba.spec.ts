import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { ScimUser } from '@/lib/messenger/scim-user'
import type { PersonRecord } from '@/lib/sample-directory/company'
import type { RunReport } from '@/lib/sync/run-state'
import { findSamba } from '../lib/launch/samba.mjs'
import { enrollment, enrollmentJson } from './command-line'
import { allChanges, allPeople } from './console'
import { createAdministrator } from './first-administrator'
import { type House, newDataFolder, startHouse } from './house'
import { harmless, type Recorder, startRecorder } from './ldap-recorder'
import { baseDn, companyUnit, fillingOf, labCompany, reader, realm, staffOf } from './samba/company'
import { type DomainController, type Dump, startDomainController } from './samba/domain-controller'
import { expectedUser, isExpected, shownUser } from './samba/expected'

type RunJson = {
  runId: string
  number: number
  state: string
  planHash: string | null
  removals: number | null
  cause: string
  report: RunReport | null
}

const company = labCompany()
const staff = staffOf(company)
const expected = staff.filter(isExpected)
const byAnchor = new Map(expected.map(person => [person.anchor, person]))
const managers = new Set(staff.map(({ manager }) => manager))
/** People whose leaving or moving touches nobody else. */
const followers = expected.filter(({ anchor }) => !managers.has(anchor))
const [disabled, deletedUnseen, deletedSeen, moved] = [3, 40, 90, 160].map(index => followers[index] as PersonRecord)

let domain: DomainController
let recorder: Recorder
let house: House
let page: Page
let untouched: Dump
let file: string

test.describe.configure({ mode: 'serial' })
test.skip(!findSamba(), 'needs Samba’s domain controller: apt-get install samba samba-dsdb-modules samba-ad-provision')

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  domain = await startDomainController(realm, fillingOf(company))
  untouched = domain.dump()
  recorder = await startRecorder(domain)
  const data = newDataFolder()
  house = await startHouse({
    data,
    env: {
      ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
      ENROLLMENT_DIRECTORY_PORTS: String(recorder.port),
    },
  })
  file = writeConfiguration(data)
  page = await browser.newPage()
  await createAdministrator(page, house, { domain: realm })
})

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
  await recorder?.stop()
  await domain?.stop()
})

/** The company's unit by its DN; the domain's own accounts stand elsewhere. */
function writeConfiguration(folder: string, changes: Record<string, string> = {}): string {
  const lines = {
    version: '1',
    name: 'Lab',
    kind: 'cloud',
    hosts: `[{ host: 127.0.0.1, port: ${recorder.port} }]`,
    security: 'ldaps',
    ca: `\${file:${domain.certificates.caFile}}`,
    baseDn: 'automatic',
    userId: reader.userId,
    password: `\${env:LAB_PASSWORD}`,
    organizationalUnits: `[{ include: "${companyUnit(company)}" }]`,
    ...changes,
  }
  const name = path.join(folder, `lab-${Object.keys(changes).join('-')}.yaml`)
  writeFileSync(
    name,
    Object.entries(lines)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  )
  return name
}

const password = { LAB_PASSWORD: reader.password }
const apply = (configuration: string, env: Record<string, string> = password) =>
  enrollment(house.data, ['apply', configuration], env)
const sync = (...options: string[]) => enrollmentJson<RunJson>(house.data, ['sync', 'Lab', ...options])
const people = async () => new Map((await allPeople(page, house)).map(user => [user.id, user]))
/** What a run planned, beside those who are skipped in every run. */
const rowsOf = async (run: RunJson): Promise<Row[]> =>
  (await allChanges(page, house, run.runId))
    .filter(({ kind }) => kind !== 'skip')
    .map(({ anchor, kind, reason }) => ({ anchor, kind, reason }))
    .toSorted(byGuid)
const guid = (person: PersonRecord | undefined) => domain.guids.get(person?.sAMAccountName ?? '') ?? ''

/** What an account's own sign-ins leave in a domain, whoever signs in. */
const logonBookkeeping = [
  'lastLogon',
  'lastLogonTimestamp',
  'logonCount',
  'badPwdCount',
  'badPasswordTime',
  'uSNChanged',
  'whenChanged',
  'replPropertyMetaData',
]

function expectUnmodified(before: Dump, after: Dump): void {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const differing = [...names].filter(dn => JSON.stringify(before[dn]) !== JSON.stringify(after[dn]))
  const ofReader = differing.filter(dn => dn.startsWith(`CN=${reader.sam},`))
  expect(differing).toEqual(ofReader)
  for (const dn of ofReader) {
    const attributes = new Set([...Object.keys(before[dn] ?? {}), ...Object.keys(after[dn] ?? {})])
    const changed = [...attributes].filter(name => String(before[dn]?.[name]) !== String(after[dn]?.[name]))
    expect(logonBookkeeping).toEqual(expect.arrayContaining(changed))
  }
}

test('what is wrong with the connection is said, and nothing is used', async () => {
  const wrongPassword = await apply(file, { LAB_PASSWORD: 'not the password' })
  expect(wrongPassword).toMatchObject({ exit: 1, errors: expect.stringContaining('password') })
  const noVariable = await apply(file, {})
  expect(noVariable).toMatchObject({ exit: 1, errors: expect.stringContaining('LAB_PASSWORD is not set') })
  const noUnit = await apply(
    writeConfiguration(house.data, { organizationalUnits: '[{ include: "OU=Nowhere,DC=lab,DC=example" }]' }),
  )
  expect(noUnit).toMatchObject({ exit: 1, errors: expect.stringContaining('OU=Nowhere,DC=lab,DC=example') })
  expect(noUnit.errors).toMatch(/^Line 10: /)
  const outside = await apply(writeConfiguration(house.data, { baseDn: 'DC=elsewhere,DC=example' }))
  expect(outside.exit).toBe(1)
  const early = await enrollment(house.data, ['sync', 'Lab'])
  expect(early).toMatchObject({ exit: 1, errors: expect.stringContaining('no configuration in use') })
})

test('the first synchronization waits for approval and then brings everyone, with every attribute', async () => {
  expect(await apply(file)).toMatchObject({ exit: 0, errors: '' })
  const first = await sync()
  expect(first).toMatchObject({ exit: 2, json: { state: 'held', cause: 'command-line', removals: 0 } })
  expect((await people()).size).toBe(0)
  const wrong = [
    'approve',
    String(first.json.number),
    '--plan',
    'another',
    '--removals',
    '0',
    '--reason',
    'looks right',
  ]
  expect(await enrollment(house.data, wrong)).toMatchObject({ exit: 1 })
  const right = wrong.map(word => (word === 'another' ? String(first.json.planHash) : word))
  const approved = await enrollmentJson<RunJson>(house.data, right)
  expect(approved).toMatchObject({ exit: 0, json: { state: 'finished', report: { added: expected.length } } })

  const users = await people()
  const shown = [...users.values()].map(user => shownUser(user, users))
  const wanted = expected.map(person =>
    expectedUser(person, domain.guids, person.manager === null ? null : (byAnchor.get(person.manager) ?? null)),
  )
  expect(sorted(shown)).toEqual(sorted(wanted))
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
  expectUnmodified(untouched, domain.dump())
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
  expect(recorder.operations.get('search')).toBeGreaterThan(0)
  expect([...recorder.operations.keys()].filter(operation => !harmless.includes(operation))).toEqual([])
})

/** A part of the sentence that gives the reason. */
const because = (part: string) => expect.stringContaining(part)

type Row = { anchor: string; kind: string; reason: string }
const byGuid = (a: { anchor: string }, b: { anchor: string }) => a.anchor.localeCompare(b.anchor)
const sorted = <T extends { externalId: string }>(users: T[]) =>
  users.toSorted((a, b) => a.externalId.localeCompare(b.externalId))

/** A unit below the company's, with people in it, that is neither the goal of the move nor above it. */
function isRenameable(dn: string, goal: string): boolean {
  const inside = dn.endsWith(companyUnit(company)) && dn !== companyUnit(company)
  return inside && !goal.endsWith(dn) && expected.some(person => person.dn.endsWith(`,${dn}`)) && dn.endsWith(baseDn)
}
