import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { startWorker } from '@/lib/jobs/worker'
import type { ScimUser } from '@/lib/messenger/scim-user'
import { issueAuthority } from '@/lib/sample-directory/certificates/issue'
import { serverIdentity } from '@/lib/sample-directory/certificates/keep'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { listConnectors, readVersion } from '@/lib/store/connectors'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { Refused } from './answer'
import { apply } from './commands/apply'
import { approve } from './commands/approve'
import { check } from './commands/check'
import { exportFile } from './commands/export'
import { people } from './commands/people'
import { preview } from './commands/preview'
import { run as showRun } from './commands/run'
import { runs } from './commands/runs'
import { sync } from './commands/sync'
import { test as testCommand } from './commands/test'
import { verifyDomainAsOperator } from './commands/verify-domain'
import { type Context, chooseOrganization } from './context'
import type { runJson } from './run-answer'
import { say } from './say'

const company = generateCompany({ seed: 7, people: 60 })
const fit = company.people.filter(({ enabled, expired, problem }) => enabled && !expired && problem === null)
const folder = mkdtempSync(join(tmpdir(), 'enrollment-cli-'))

let database: TestDatabase
let directory: SampleDirectory
/** A server that calls itself something else, under another authority. */
let stranger: SampleDirectory
let strangersKey: string
let worker: { stop(): Promise<void> }
let context: Context

beforeAll(async () => {
  database = await testDatabase()
  directory = await startSampleDirectory({ company, mutableForTests: true })
  const identity = await serverIdentity(['dc.other.example'], null, new Date())
  stranger = await startSampleDirectory({ company, tls: { identity }, plainPort: 0 })
  const key = new X509Certificate(identity.certificatePem).publicKey.export({ type: 'spki', format: 'der' })
  strangersKey = createHash('sha256').update(key).digest('base64')
  provideEnvironment({
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_DIRECTORY_PORTS: `9,${directory.port},${stranger.port},${new URL(stranger.plainUrl ?? '').port}`,
    ENROLLMENT_RECONCILE_SECONDS: '0.5',
    LOG_LEVEL: 'silent',
    TEST_BIND_PASSWORD: sampleCredentials.password,
    TEST_WRONG_PASSWORD: 'wrong',
    TEST_EMPTY_PASSWORD: '',
    TEST_BLANK_PASSWORD: '   ',
    TEST_LONG_PASSWORD: 'x'.repeat(257),
  })
  writeFileSync(join(folder, 'ca.pem'), directory.caPem)
  writeFileSync(join(folder, 'other-ca.pem'), stranger.caPem)
  writeFileSync(join(folder, 'ca.der'), new X509Certificate(directory.caPem).raw)
  writeFileSync(join(folder, 'server.pem'), identity.certificatePem)
  writeFileSync(join(folder, 'key.pem'), identity.keyPem)
  writeFileSync(join(folder, 'old-ca.pem'), issueAuthority('Old Authority', past).pem)
  writeFileSync(join(folder, 'large.pem'), `${directory.caPem}${'#'.repeat(65_536)}`)
  await acrossOrganizations('tests', tx => createOrganization(tx, { id: randomUUID(), name: 'Northwind' }))
  context = await chooseOrganization(undefined)
  worker = await startWorker()
})
afterAll(async () => {
  await worker.stop()
  await stopWaking()
  await directory.stop()
  await stranger.stop()
  await database.drop()
  rmSync(folder, { recursive: true })
})

function file(changes: Record<string, string> = {}): string {
  const values = {
    version: '1',
    name: 'Northwind',
    kind: 'cloud',
    hosts: `[{ host: 127.0.0.1, port: ${directory.port} }]`,
    security: 'ldaps',
    ca: `\${file:ca.pem}`,
    userId: sampleCredentials.userId,
    password: `\${env:TEST_BIND_PASSWORD}`,
    organizationalUnits: 'all',
    ...changes,
  }
  const path = join(folder, 'connector.yaml')
  writeFileSync(
    path,
    Object.entries(values)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  )
  return path
}
const at = (port: number) => `[{ host: 127.0.0.1, port: ${port} }]`
const past = { from: new Date('2024-01-01'), to: new Date('2025-01-01') }
const hasPeople = (dn: string) => company.people.some(person => person.dn.endsWith(`,${dn}`))
const emptyUnit = company.units.find(({ dn }) => !hasPeople(dn))?.dn ?? ''
/** The company's own unit: everybody in it stands in one of those below. */
const companyUnit = company.units.find(({ dn }) => hasPeople(dn) && dn.split(',').length === 3)?.dn ?? ''
const below = company.units.filter(({ dn }) => dn.endsWith(`,${companyUnit}`)).map(({ dn }) => dn)
const rules = (...units: (readonly [effect: 'include' | 'exclude', dn: string])[]) =>
  `[${units.map(([effect, dn]) => `{ ${effect}: ${JSON.stringify(dn)} }`).join(', ')}]`
const badFiles: [string, () => string, string][] = [
  ['no such file', () => join(folder, 'nowhere.yaml'), 'There is no file'],
  ['a blank variable', () => file({ password: `\${env:TEST_BLANK_PASSWORD}` }), 'holds only spaces'],
  ['an over-long password', () => file({ password: `\${env:TEST_LONG_PASSWORD}` }), 'longer than 256 characters'],
  ['an unset variable', () => file({ password: `\${env:TEST_NEVER_SET}` }), 'TEST_NEVER_SET is not set'],
  ['an empty variable', () => file({ password: `\${env:TEST_EMPTY_PASSWORD}` }), 'is empty'],
  [
    'a wrong password',
    () => file({ password: `\${env:TEST_WRONG_PASSWORD}` }),
    'did not accept this account and password',
  ],
  ['a wrong port', () => file({ hosts: at(9) }), 'nothing answers on port 9'],
  ['a port that is not allowed', () => file({ hosts: at(10) }), 'may not connect to port 10'],
  ['another authority', () => file({ hosts: at(stranger.port) }), 'an authority we do not know'],
  ['another host name', () => file({ hosts: at(stranger.port), ca: `\${file:other-ca.pem}` }), 'dc.other.example'],
  ['no such authority', () => file({ ca: `\${file:other.pem}` }), 'Line 6: The certificate file other.pem'],
  ['a server’s certificate', () => file({ ca: `\${file:server.pem}` }), 'certificate of a server, not of an authority'],
  ['an expired authority', () => file({ ca: `\${file:old-ca.pem}` }), 'Line 6: The certificate in “ca” has expired'],
  ['a private key', () => file({ ca: `\${file:key.pem}` }), 'Line 6: “ca” holds a private key'],
  ['an authority over 64 kB', () => file({ ca: `\${file:large.pem}` }), 'Line 6: The certificate is larger than 64 kB'],
  ['an authority that is none', () => file({ ca: `\${file:connector.yaml}` }), 'Line 6: “ca” is not a certificate'],
  [
    'a base that is not there',
    () => file({ baseDn: `OU=Nowhere,${company.baseDn}` }),
    'The directory has no OU=Nowhere',
  ],
  ['a base of another domain', () => file({ baseDn: 'DC=elsewhere,DC=example' }), 'is not part of this directory'],
  [
    'a unit that is not there',
    () => file({ organizationalUnits: `[{ include: "OU=Nowhere,${company.baseDn}" }]` }),
    `Line 9: The directory has no organizational unit “OU=Nowhere,${company.baseDn}”`,
  ],
  [
    'a rule for a unit without people',
    () => file({ organizationalUnits: rules(['include', emptyUnit]) }),
    'Line 9: The rules leave nobody',
  ],
  [
    'rules that leave out everybody whom they include',
    () => file({ organizationalUnits: rules(['include', companyUnit], ...below.map(dn => ['exclude', dn] as const)) }),
    'Line 9: The rules leave nobody',
  ],
  [
    'a list that is not there',
    () => file({ distributionLists: '["CN=Nowhere,DC=northwind,DC=example"]' }),
    'Line 10: The directory has no distribution list “CN=Nowhere,DC=northwind,DC=example”',
  ],
  [
    'a rule about an attribute that is not there',
    () => file({ inclusionRule: '(employeTyp=staff)' }),
    'Line 10: “employeTyp” is not an attribute of your directory',
  ],
]
/** What the command says when it refuses. */
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was not refused',
    error => (error instanceof Refused ? error.faults.map(say).join('\n') : String(error)),
  )
type RunJson = ReturnType<typeof runJson>
const asRun = ({ json }: { json: unknown }) => json as RunJson
const connectors = () => inOrganization(context.organizationId, listConnectors)

describe('from a file to people', () => {
  test('without a verified domain nothing is made live', async () => {
    expect(await refusal(apply(context, file()))).toContain('no verified domain')
    expect(await refusal(sync(context, 'Northwind', {}))).toContain('no configuration in use')
  })

  test('a domain is verified by the operator only when said so', async () => {
    expect(await refusal(verifyDomainAsOperator(context, sampleDomain, {}))).toContain('--operator')
    expect(await refusal(verifyDomainAsOperator(context, 'not a domain', { operator: true }))).not.toContain('our side')
    const verified = await verifyDomainAsOperator(context, sampleDomain, { operator: true })
    expect(verified).toMatchObject({ exit: 0, json: { domain: sampleDomain } })
  })

  test.each(badFiles)('%s is said, and nothing is live', async (_, path, words) => {
    expect(await refusal(apply(context, path()))).toContain(words)
    expect((await connectors()).map(({ version }) => version)).toEqual([null])
  })

  test('a file becomes the live configuration, and the same file is the same version, its authority in PEM or in DER', async () => {
    expect(await apply(context, file())).toMatchObject({ exit: 0, json: { version: 1, changed: true } })
    expect(await apply(context, file())).toMatchObject({ exit: 0, json: { version: 1, changed: false } })
    const der = { ca: `\${file:ca.der}` }
    expect(await apply(context, file(der))).toMatchObject({ exit: 0, json: { version: 1, changed: false } })
  })

  test('a server may be reached by StartTLS and known by its key, and what is worth knowing is told', async () => {
    const changes = {
      name: 'By StartTLS',
      hosts: at(Number(new URL(stranger.plainUrl ?? '').port)),
      security: 'starttls',
      userId: 'NORTHWIND\\Administrator',
    }
    expect(await refusal(apply(context, file(changes)))).toContain('an authority we do not know')
    const applied = await apply(context, file({ ...changes, pins: `[${strangersKey}]` }))
    expect(applied).toMatchObject({ exit: 0, json: { warnings: [{ code: 'account-is-administrator' }] } })
    expect(applied.lines[0]).toContain('Worth knowing: This account is in Domain Admins')
  })

  test('the first synchronization is held; --approve approves it because it removes nobody', async () => {
    const held = await sync(context, 'Northwind', {})
    expect(held).toMatchObject({ exit: 2, json: { state: 'held', cause: 'command-line', removals: 0 } })
    expect(held.lines.join('\n')).toContain('approve 1 --plan')
    const done = await sync(context, 'Northwind', { approve: true })
    expect(done).toMatchObject({ exit: 0, json: { state: 'finished', report: { added: fit.length } } })
    expect((await people(context)).json).toHaveLength(fit.length)
  })

  test('people are listed with their objectGUIDs', async () => {
    const users = (await people(context)).json as ScimUser[]
    expect(users.map(user => user.externalId).toSorted()).toEqual(fit.map(({ anchor }) => anchor).toSorted())
  })

  test('a person is explained stage by stage, from the directory as it is now or as a run saw it', async () => {
    const [person] = fit
    const { anchor, sAMAccountName: name = '' } = person ?? {}
    const live = await check(context, name, { connector: 'Northwind' })
    expect(live).toMatchObject({ exit: 0, json: [{ change: null, anchor }] })
    expect(live.lines).toContain('  + What happens? Nothing. Messenger already has what the directory says.')
    const [run] = (await runs(context)).json as RunJson[]
    const then = await check(context, name, { run: String(run?.number) })
    expect(then).toMatchObject({ json: [{ anchor, change: { kind: 'add' } }] })
    expect(then.lines.at(-1)).toContain('Carried out.')
    expect(await refusal(check(context, 'nobody we know', { connector: 'Northwind' }))).toContain('“nobody we know”')
    expect(await refusal(check(context, ' ', { connector: 'Northwind' }))).toContain('whom to look for')
    expect(await refusal(check(context, 'x', { connector: 'Contoso' }))).toContain('Northwind')
    expect(await refusal(check(context, 'x', {}))).toContain('--connector')
    expect(await refusal(check(context, 'x', { run: '999' }))).toContain('999')
  })

  test('nothing changed is nothing done', async () => {
    const run = asRun(await sync(context, 'Northwind', {}))
    expect(run).toMatchObject({ state: 'finished', report: { unchanged: fit.length, added: 0, updated: 0 } })
  })

  test('--quick reads only what changed and says so, or says why not', async () => {
    const [person] = fit
    directory.directory.setAttribute(person?.anchor ?? expect.fail(), 'title', ['Navigator'])
    const answer = await sync(context, 'Northwind', { quick: true })
    expect(answer).toMatchObject({ exit: 0, json: { quick: true, fullBecause: null, report: { updated: 1 } } })
    expect(answer.lines).toContain('Only what changed since the last run was read.')
    directory.directory.restore()
    const restored = await sync(context, 'Northwind', { quick: true })
    expect(restored).toMatchObject({ exit: 0, json: { quick: true, fullBecause: { code: 'full-server-restored' } } })
    expect(restored.lines.join()).toContain('Everything was read: DC1 was restored from a backup')
  })

  test('a plan with removals is not approved by --approve, only by its hash and number', async () => {
    for (const { anchor } of fit.slice(0, 12)) directory.directory.disable(anchor)
    const held = await sync(context, 'Northwind', { approve: true })
    const { number, planHash, removals } = asRun(held)
    expect(held).toMatchObject({ exit: 2, json: { state: 'held', removals: 12 } })
    const plan = { plan: planHash ?? '', removals: String(removals), reason: 'they left' }
    const run = String(number)
    expect(await refusal(approve(context, run, { ...plan, removals: '11' }))).not.toBe('it was not refused')
    expect(await refusal(approve(context, run, { ...plan, removals: 'all' }))).toContain('whole number')
    expect(await refusal(approve(context, run, { ...plan, plan: 'x' }))).not.toBe('it was not refused')
    expect(await refusal(approve(context, run, { ...plan, reason: ' ' }))).toContain('--reason')
    expect(await refusal(approve(context, '999', plan))).toContain('no run “999”')
    expect(await approve(context, run, plan)).toMatchObject({
      exit: 0,
      json: { state: 'finished', cause: 'approval', report: { deactivatedRead: 12 } },
    })
    const users = (await people(context)).json as ScimUser[]
    expect(users.filter(({ active }) => !active)).toHaveLength(12)
  })

  test('a plan that waits because something looks wrong is not approved by --approve, though it removes nobody', async () => {
    const renamed = fit.slice(12, 36)
    for (const { anchor, attributes } of renamed)
      directory.directory.setAttribute(anchor, 'mail', [`new.${attributes.mail}`])
    const before = (await people(context)).json
    const held = await sync(context, 'Northwind', { approve: true })
    expect(held).toMatchObject({ exit: 2, json: { state: 'held', removals: 0 } })
    expect(asRun(held).holds.map(({ code }) => code)).toEqual(['mass-mail-change'])
    expect(held.lines.join('\n')).toContain('waits for another reason')
    expect((await people(context)).json).toEqual(before)
    const { number, planHash } = asRun(held)
    const plan = { plan: planHash ?? '', removals: '0', reason: 'the company has a new domain' }
    expect(await approve(context, String(number), plan)).toMatchObject({
      exit: 0,
      json: { state: 'finished', report: { updated: renamed.length } },
    })
  })

  test('whatever is wrong in a later file, what is live stays and nobody changes', async () => {
    const before = { people: (await people(context)).json, live: (await connectors()).map(({ version }) => version) }
    for (const [, path] of badFiles) expect(await refusal(apply(context, path()))).not.toBe('it was not refused')
    expect(asRun(await sync(context, 'Northwind', {}))).toMatchObject({ state: 'finished', report: { updated: 0 } })
    expect((await people(context)).json).toEqual(before.people)
    expect((await connectors()).map(({ version }) => version)).toEqual(before.live)
  })

  test('a base without people removes nobody: the plan waits', async () => {
    const empty = company.units.find(({ dn }) => !company.people.some(person => person.dn.endsWith(`,${dn}`)))
    expect(await apply(context, file({ baseDn: `"${empty?.dn}"` }))).toMatchObject({ exit: 0, json: { version: 2 } })
    const held = await sync(context, 'Northwind', { approve: true })
    expect(held).toMatchObject({ exit: 2, json: { state: 'held' } })
    expect(held.lines.join('\n')).toContain('nobody to synchronize')
    expect(await apply(context, file())).toMatchObject({ exit: 0, json: { version: 3 } })
    expect(asRun(await sync(context, 'Northwind', {}))).toMatchObject({ state: 'finished', report: { updated: 0 } })
  })

  test('the connection is tested check by check, and what fails is said with what to do', async () => {
    const good = await testCommand(context, 'Northwind')
    expect(good).toMatchObject({ exit: 0, json: { passed: true } })
    expect(good.lines).toHaveLength(7)
    expect(good.lines.every(line => line.startsWith('good'))).toBe(true)
    expect(await refusal(testCommand(context, 'Contoso'))).toContain('Northwind')
  })

  test('a preview changes nothing and waits if it has a change, and a run is told again with the same exit code', async () => {
    const before = (await people(context)).json
    const empty = await preview(context, 'Northwind')
    expect(empty).toMatchObject({ exit: 0, json: { kind: 'preview', state: 'previewed' } })
    expect(await showRun(context, asRun(empty).runId)).toEqual(empty)
    directory.directory.setAttribute(fit.at(-1)?.anchor ?? expect.fail(), 'title', ['Navigator'])
    const previewed = await preview(context, 'Northwind')
    expect(previewed).toMatchObject({ exit: 2, json: { kind: 'preview', state: 'previewed' } })
    expect((await people(context)).json).toEqual(before)
    const { number, runId } = asRun(previewed)
    expect(await showRun(context, String(number))).toEqual(previewed)
    expect(await showRun(context, runId)).toEqual(previewed)
    expect(await showRun(context, '1')).toMatchObject({ exit: 1, json: { state: 'superseded' } })
    expect(await refusal(showRun(context, '999'))).toContain('no run “999”')
  })

  test('runs are listed, newest first', async () => {
    const list = (await runs(context)).json as RunJson[]
    expect(list.map(({ number }) => number)).toEqual(list.map((_, index) => list.length - index))
    expect(list.at(-1)).toMatchObject({ number: 1, state: 'superseded' })
  })

  test('a connector or an organization that is not there is named with those that are', async () => {
    expect(await refusal(sync(context, 'Contoso', {}))).toContain('Northwind')
    expect(await refusal(chooseOrganization('Contoso'))).toContain('Known here: Northwind')
    await acrossOrganizations('tests', tx => createOrganization(tx, { id: randomUUID(), name: 'Fabrikam' }))
    expect(await refusal(chooseOrganization(undefined))).toContain('--org')
    expect(await chooseOrganization('Northwind')).toMatchObject({ organizationId: context.organizationId })
  })
})

test('a file says who is in scope: lists by identity, and a rule that was counted', async () => {
  const [list] = company.lists
  const applied = await apply(
    context,
    file({
      newUnits: 'ask',
      distributionLists: `[${JSON.stringify(list?.dn)}]`,
      peopleOfLists: 'in-scope',
      inclusionRule: '(department=Sales)',
    }),
  )
  const sales = company.people.filter(
    ({ kind, attributes }) => kind !== 'built-in' && attributes.department === 'Sales',
  )
  expect(applied.json).toMatchObject({ inclusion: { matching: sales.length, partial: false } })
  expect(applied.lines.join('\n')).toContain(`${sales.length} people of the chosen units`)
  const { connectorId } = applied.json as { connectorId: string }
  const live = await inOrganization(context.organizationId, tx => readVersion(tx, connectorId, 'newest'))
  expect(live?.settings).toMatchObject({
    organizationalUnits: { mode: 'all', newUnits: 'ask' },
    distributionLists: { mode: 'chosen', people: 'in-scope', lists: [{ anchor: list?.anchor, dn: list?.dn }] },
    inclusion: { filter: '(department=Sales)' },
  })
})

test('a file says how values become fields, who is left out and who is protected: by address and name, and the same file is the same version', async () => {
  const [account] = (await people(context)).json as ScimUser[]
  const address = account?.userName ?? expect.fail()
  const changes = {
    mapping: '{ fields: { title: { source: { kind: attributes, names: [title] }, policy: directory-wins } } }',
    exclusions: `{ incoming: [{ name: Service, field: cn, match: exact, values: [svc] }], protected: { accounts: [{ account: ${address.toUpperCase()}, effect: leave-as-is }] } }`,
    groups: '{ goneLists: remove-memberships }',
  }
  const applied = await apply(context, file(changes))
  expect(applied).toMatchObject({ json: { changed: true, mapping: { unknown: [] } } })
  expect(applied.lines.join()).toContain('The mapping was tried on')
  expect(await apply(context, file(changes))).toMatchObject({ json: { changed: false } })
  const { connectorId } = applied.json as { connectorId: string }
  const live = await inOrganization(context.organizationId, tx => readVersion(tx, connectorId, 'newest'))
  expect(live?.settings).toMatchObject({
    mapping: { fields: { title: { policy: 'directory-wins' } } },
    exclusions: {
      incoming: [{ name: 'Service' }],
      protected: { accounts: [{ accountId: account?.id, name: account?.displayName }] },
    },
    groups: { goneLists: 'remove-memberships' },
  })
  const unknown = (guarded: string) => refusal(apply(context, file({ exclusions: `{ protected: ${guarded} }` })))
  expect(await unknown('{ accounts: [{ account: nobody@example.com, effect: leave-as-is }] }')).toBe(
    'Line 10: Messenger has no account “nobody@example.com”. Write its address as it is there, or its id.',
  )
  expect(await unknown('{ groups: [{ group: Nowhere }] }')).toContain('Line 10: Messenger has no list')
  const named = '{ fields: { title: { source: { kind: attributes, names: [title, titel] } } } }'
  expect(
    await refusal(apply(context, file({ mapping: named, schedule: '{ full: { every: day, at: "05:00" } }' }))),
  ).toMatch(/^Line 10: “titel” is not an attribute of your directory/)
  expect((await connectors()).find(({ name }) => name === 'Northwind')?.schedule).toBeNull()
  const title = (text: string) => `{ fields: { title: { source: { kind: expression, text: '${text}' } } } }`
  expect(await refusal(apply(context, file({ mapping: title('entry.title +') })))).toMatch(
    /^Line 10, column \d+: the expression/,
  )
})

test('what is exported is applied again without any change, in YAML and in JSON, and holds no secret', async () => {
  const [list] = company.lists
  const [unit] = below
  const [account] = (await people(context)).json as ScimUser[]
  const applied = await apply(
    context,
    file({
      organizationalUnits: rules(['include', companyUnit], ['exclude', unit ?? '']),
      distributionLists: `[${JSON.stringify(list?.dn)}]`,
      inclusionRule: '(department=*)',
      exclusions: `{ incoming: [{ name: A, field: cn, match: exact, values: [x] }, { name: A, field: cn, match: exact, values: [y] }], protected: { accounts: [{ account: ${account?.userName}, effect: leave-as-is }] } }`,
      schedule: '{ full: { every: day, at: "04:00" } }',
      timeZone: 'Europe/Berlin',
    }),
  )
  const { version } = applied.json as { version: number }
  const passwords = { yaml: 'env:TEST_BIND_PASSWORD', json: 'secret:bind-password' }
  for (const [format, password] of Object.entries(passwords)) {
    const text = (await exportFile(context, 'Northwind', { format })).lines.join('\n')
    expect(text).not.toContain(sampleCredentials.password)
    expect(text).toContain(account?.userName)
    expect(text).toContain(companyUnit)
    expect(await refusal(apply(context, exportedFile(text)))).toContain('NORTHWIND_PASSWORD is not set')
    const path = exportedFile(text.replace('{env:NORTHWIND_PASSWORD}', `{${password}}`))
    expect(await apply(context, path)).toMatchObject({ json: { version, changed: false } })
  }
  expect(await refusal(exportFile(context, 'Northwind', { format: 'xml' }))).toContain('“xml”')
  expect(await refusal(exportFile(context, 'Contoso', {}))).toContain('Northwind')
})

function exportedFile(text: string): string {
  const path = join(folder, 'exported')
  writeFileSync(path, text)
  return path
}
