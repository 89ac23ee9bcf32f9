import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { issueAuthority, issueServer } from '@/lib/sample-directory/certificates/issue'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { readConnector, readVersion } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { exclusionsAdded } from '@/lib/store/exclusions-added'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { readSecret } from '@/lib/store/secrets'
import settings from '@/lib/words/en/settings.json'
import { activateVersion } from './activate-version'
import type { Actor } from './actor'
import { createConnector } from './create-connector'
import { readJob, startBrowse, startProbe } from './directory-jobs'
import { loadTarget } from './load-target'
import { markTested } from './mark-tested'
import { prepareVersion } from './prepare-version'
import { readiness } from './readiness'
import { saveConnection } from './save-connection'
import { saveExclusions } from './save-exclusions'
import { saveMapping } from './save-mapping'
import { saveOrganizationalUnits } from './save-organizational-units'
import { saveSafety } from './save-safety'

const woken = vi.hoisted(() => vi.fn(async () => undefined))
vi.mock('@/lib/jobs/wake', () => ({ wake: woken }))

const actor: Actor = { kind: 'administrator', id: 'tests' }
const dc1: ConnectionSettings = {
  hosts: [{ host: 'dc1.contoso.example', port: 636 }],
  security: 'ldaps',
  ca: null,
  baseDn: null,
  userId: 'reader@contoso.example',
}
const dc2: ConnectionSettings = { ...dc1, hosts: [{ host: 'dc2.contoso.example', port: 636 }] }

let database: TestDatabase
let organization: string
let connector: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  organization = randomUUID()
  await acrossOrganizations('tests', tx => createOrganization(tx, { id: organization, name: organization }))
  const created = await createConnector(organization, actor, { kind: 'cloud', name: 'Contoso' })
  connector = created.ok ? created.value.connectorId : ''
})

const save = (connection: ConnectionSettings, password: string | null, name = 'Contoso') =>
  saveConnection(organization, actor, connector, { name, connection, password })
const read = () => inOrganization(organization, tx => readConnector(tx, connector))
const target = async (version: number | 'draft') => {
  const loaded = await inOrganization(organization, tx => loadTarget(tx, connector, version))
  return { connection: loaded.target?.connection, password: loaded.target?.password.reveal() }
}
const faultsOf = (outcome: { ok: boolean; faults?: { code: string }[] }) =>
  outcome.faults?.map(({ code }) => code) ?? []
const passTest = (hash: string) => inOrganization(organization, tx => markTested(tx, connector, hash))
const hashOf = (outcome: Awaited<ReturnType<typeof save>>) => (outcome.ok ? outcome.value.hash : '')

/** A draft that was tested and has its units: ready for a preview. */
async function readyDraft(connection = dc1, password = 'first-Pass-1') {
  await passTest(hashOf(await save(connection, password)))
  await saveOrganizationalUnits(organization, actor, connector, { mode: 'all' })
  await inOrganization(organization, tx => verifyDomain(tx, `${organization}.example`, 'operator'))
}
async function version() {
  const prepared = await prepareVersion(organization, actor, connector)
  return prepared.ok ? prepared.value.version : 0
}
const activate = (number: number) => inOrganization(organization, tx => activateVersion(tx, connector, number))

describe('a password goes only where it was typed for', () => {
  test('it is kept while hosts, ports, authority and account stay, whatever else changes', async () => {
    await save(dc1, 'first-Pass-1')
    expect(await save({ ...dc1, baseDn: 'DC=contoso,DC=example' }, null)).toMatchObject({ ok: true })
    expect(await target('draft')).toMatchObject({
      password: 'first-Pass-1',
      connection: { baseDn: 'DC=contoso,DC=example' },
    })
  })

  test.each([
    ['host', dc2],
    ['port', { ...dc1, hosts: [{ host: 'dc1.contoso.example', port: 3269 }] }],
    ['further host', { ...dc1, hosts: [...dc1.hosts, ...dc2.hosts] }],
    ['kind of encryption', { ...dc1, security: 'starttls' as const }],
    ['pinned key', { ...dc1, pins: [Buffer.alloc(32).toString('base64')] }],
    ['account', { ...dc1, userId: 'other@contoso.example' }],
  ])('another %s needs it typed again, and nothing is stored', async (_, changed) => {
    await save(dc1, 'first-Pass-1')
    expect(faultsOf(await save(changed, null))).toEqual(['password-needed-for-new-target'])
    expect(await target('draft')).toEqual({ connection: dc1, password: 'first-Pass-1' })
  })

  test('a new password for another server leaves the live one with its own server', async () => {
    await readyDraft()
    await activate(await version())
    await save(dc2, 'two')
    expect(await target('draft')).toEqual({ connection: dc2, password: 'two' })
    expect(await target(1)).toEqual({ connection: dc1, password: 'first-Pass-1' })
  })

  test('a sealed password moved to another target by hand does not open', async () => {
    await save(dc1, 'first-Pass-1')
    const secret = await inOrganization(organization, tx => readSecret(tx, connector, 'bind-password-draft'))
    expect(secret?.sealed).not.toContain('first-Pass-1')
    await save(dc2, 'two')
    const { secrets } = await import('@/db/schema')
    await inOrganization(organization, tx => tx.update(secrets).set({ sealed: secret?.sealed ?? '' }))
    await expect(target('draft')).rejects.toThrow()
  })

  test('none typed yet is said so', async () => {
    expect(faultsOf(await save(dc1, null))).toEqual(['password-missing'])
  })

  test.each([
    ['', 'password-missing'],
    ['   ', 'password-blank'],
    ['x'.repeat(257), 'password-too-long'],
  ])('%j is no password', async (password, code) => {
    expect(faultsOf(await save(dc1, password))).toEqual([code])
  })
})

describe('a test counts for exactly what was tested', () => {
  test.each<[string, ConnectionSettings, string | null]>([
    ['the account', { ...dc1, userId: 'other' }, 'first-Pass-1'],
    ['the base', { ...dc1, baseDn: 'DC=contoso,DC=example' }, null],
    ['the password', dc1, 'two'],
  ])('changing %s ends the mark', async (_, connection, password) => {
    await readyDraft()
    await save(connection, password)
    expect((await read())?.testedHash).toBeNull()
    expect(await readiness(organization, connector)).toMatchObject({ value: [{ code: 'connection-not-tested' }] })
  })

  test('saving the same again, or another name, keeps it', async () => {
    await readyDraft()
    await save(dc1, null, 'Contoso Europe')
    expect(await readiness(organization, connector)).toEqual({ ok: true, value: [] })
  })

  test('a test that passes after the draft changed does not count, and leaves the mark of another one', async () => {
    const old = hashOf(await save(dc1, 'first-Pass-1'))
    const present = hashOf(await save(dc1, 'two'))
    expect(await passTest(old)).toBe(false)
    expect((await read())?.testedHash).toBeNull()
    expect(await passTest(present)).toBe(true)
    expect(await passTest(old)).toBe(false)
    expect((await read())?.testedHash).toBe(present)
  })
})

describe('versions', () => {
  test('nothing is prepared before everything is there, and everything missing is named', async () => {
    expect(faultsOf(await prepareVersion(organization, actor, connector))).toEqual([
      'connection-missing',
      'organizational-units-missing',
      'no-verified-domain',
    ])
  })

  test('the same draft is the same version; another draft is the next', async () => {
    await readyDraft()
    expect([await version(), await version()]).toEqual([1, 1])
    await saveOrganizationalUnits(organization, actor, connector, { mode: 'none' })
    expect(await version()).toBe(2)
    const stored = await inOrganization(organization, tx => readVersion(tx, connector, 2))
    expect(stored?.settings.organizationalUnits).toEqual({ mode: 'none' })
    expect(JSON.stringify(stored)).not.toContain('first-Pass-1')
  })

  test('a preview of a prepared version reads with the draft’s password, the live one keeps its own', async () => {
    await readyDraft()
    await activate(await version())
    await readyDraft({ ...dc1, baseDn: 'DC=contoso,DC=example' }, 'two')
    const next = await version()
    expect(next).toBe(2)
    expect((await target(1)).password).toBe('first-Pass-1')
    expect((await target(2)).password).toBe('two')
    await activate(2)
    expect((await target(2)).password).toBe('two')
    expect(await read()).toMatchObject({ state: 'active', version: 2 })
  })

  test('a new password for unchanged live settings is used from the next preparation on', async () => {
    await readyDraft()
    await activate(await version())
    await passTest(hashOf(await save(dc1, 'two')))
    expect((await target(1)).password).toBe('first-Pass-1')
    expect(await version()).toBe(1)
    expect((await target(1)).password).toBe('two')
  })
})

describe('names and settings', () => {
  test('two connectors of one organization have different names', async () => {
    expect(faultsOf(await createConnector(organization, actor, { kind: 'cloud', name: 'Contoso' }))).toEqual([
      'name-taken',
    ])
    const second = await createConnector(organization, actor, { kind: 'cloud', name: 'Fabrikam' })
    expect(second.ok).toBe(true)
    expect(faultsOf(await save(dc1, 'first-Pass-1', 'Fabrikam'))).toEqual(['name-taken'])
  })

  test('another organization neither sees nor changes it', async () => {
    const other = randomUUID()
    await acrossOrganizations('tests', tx => createOrganization(tx, { id: other, name: other }))
    const input = { name: 'Mine', connection: dc2, password: 'stolen' }
    expect(faultsOf(await saveConnection(other, actor, connector, input))).toEqual(['connector-unknown'])
    expect(await inOrganization(other, tx => readConnector(tx, connector))).toBeNull()
  })

  test('rules that include nobody are refused', async () => {
    const rules = [{ anchor: randomUUID(), dn: 'OU=a', effect: 'exclude' as const }]
    const outcome = await saveOrganizationalUnits(organization, actor, connector, { mode: 'chosen', rules })
    expect(faultsOf(outcome)).toEqual(['organizational-units-empty'])
  })
})

describe('safety limits', () => {
  const change = (safety: Record<string, unknown>, raise = false) =>
    saveSafety(organization, actor, connector, { safety }, { raise })
  const live = async () => {
    const stored = await inOrganization(organization, async tx => readVersion(tx, connector, await version()))
    return stored?.settings
  }

  test('are lowered by whoever configures, and raised by an owner alone', async () => {
    await readyDraft()
    expect(await change({ removalsPercent: 2, removalsPeople: 10 })).toEqual({ ok: true, value: null })
    const raised = { removalsPercent: 6, weekPercent: 21, removalsPeople: 10 }
    expect(await change(raised)).toMatchObject({
      ok: false,
      faults: [
        { code: 'safety-raise-needs-owner', args: { now: 5 }, path: 'safety.removalsPercent' },
        { code: 'safety-raise-needs-owner', args: { now: 20 }, path: 'safety.weekPercent' },
      ],
    })
    expect((await live())?.safety).toMatchObject({ removalsPercent: 2, removalsPeople: 10, weekPercent: 20 })
    expect(await change({ removalsPercent: 3 })).toMatchObject({ ok: false })
    expect(await change(raised, true)).toEqual({ ok: true, value: null })
    expect((await live())?.safety).toMatchObject(raised)
    // What an owner allowed stays allowed, and is put back by whoever lowered it by mistake.
    expect(await change({ ...raised, weekPercent: 1 })).toEqual({ ok: true, value: null })
    expect(await change(raised)).toEqual({ ok: true, value: null })
  })

  test('cannot be switched off by anybody, and nothing is stored of what is refused', async () => {
    await readyDraft()
    for (const [limit, value, code] of [
      ['removalsPercent', 51, 'safety-percent'],
      ['removalsPercent', 0, 'safety-percent'],
      ['scopePercent', 100, 'safety-percent'],
      ['removalsPeople', 4, 'safety-people'],
      ['removalsPeople', 100_001, 'safety-people'],
    ] as const)
      expect(await change({ [limit]: value }, true)).toMatchObject({
        ok: false,
        faults: [{ code, path: `safety.${limit}` }],
      })
    expect((await read())?.draft.safety).toBeUndefined()
  })

  test('and policies for leaving are kept by each other, and stand in the record with what was before', async () => {
    await readyDraft()
    await change({ scopePercent: 10 })
    const leaving = { disabled: 'suspend', graceDays: 7 }
    expect(await saveSafety(organization, actor, connector, { leaving }, { raise: false })).toMatchObject({ ok: true })
    expect(await live()).toMatchObject({ leaving: { ...leaving, deleted: 'deactivate' }, safety: { scopePercent: 10 } })
    const far = { leaving: { graceDays: 31 } }
    expect(await saveSafety(organization, actor, connector, far, { raise: true })).toMatchObject({ ok: false })
    const entries = await inOrganization(organization, tx =>
      tx.execute(sql`select details from audit_entries where event = 'connector.safety-saved' order by at`),
    )
    expect(entries.map(({ details }) => JSON.parse(String(details)))).toMatchObject([
      { before: { scopePercent: 30 }, after: { scopePercent: 10 }, raised: [] },
      { after: null, leaving },
    ])
  })
})

describe('exclusions', () => {
  const rule = {
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Service accounts',
    field: 'sAMAccountName',
    match: 'starts-with',
    values: ['svc-'],
  }

  test('become part of the next version, and stay in the versions after it', async () => {
    await readyDraft()
    expect(await saveExclusions(organization, actor, connector, { incoming: [rule] })).toEqual({
      ok: true,
      value: null,
    })
    const number = await version()
    await saveOrganizationalUnits(organization, actor, connector, { mode: 'none' })
    for (const each of [number, await version()]) {
      const stored = await inOrganization(organization, tx => readVersion(tx, connector, each))
      expect(stored?.settings.exclusions.incoming).toEqual([rule])
    }
  })

  test('stand since the version that has them, though they were in one before that', async () => {
    const account = { accountId: '00000000-0000-4000-8000-00000000000A', name: 'Ada', effect: 'leave-as-is' }
    const having = (accounts: unknown[]) => ({ incoming: [rule], protected: { accounts } })
    const versionWith = async (accounts: unknown[], by = actor) => {
      await saveExclusions(organization, actor, connector, having(accounts))
      const prepared = await prepareVersion(organization, by, connector)
      return prepared.ok ? prepared.value.version : expect.fail()
    }
    await readyDraft()
    const first = await versionWith([account])
    await versionWith([])
    const third = await versionWith([account], { kind: 'operator', id: 'night shift' })
    await versionWith([{ ...account, effect: 'never-deactivate' }])
    await saveExclusions(organization, actor, connector, having([account, { ...account, accountId: connector }]))
    const added = await inOrganization(organization, async tx => ({
      found: await exclusionsAdded(tx, connector),
      at: await Promise.all([first, third].map(one => readVersion(tx, connector, one))),
    }))
    const [since, again] = added.at.map(one => one?.createdAt)
    expect(Object.fromEntries(added.found)).toEqual({
      [rule.id]: { by: expect.any(String), at: since },
      [account.accountId.toLowerCase()]: { by: 'night shift', at: again },
    })
  })

  test('are refused with a sentence each, and nothing is stored', async () => {
    const refusals = [
      [{ ...rule, name: ' ' }, 'exclusion-name-missing'],
      [{ ...rule, field: 'no field' }, 'exclusion-field-invalid'],
      [{ ...rule, field: 'ThumbnailPhoto' }, 'exclusion-field-refused'],
      [{ ...rule, values: [''] }, 'exclusion-value-missing'],
      [{ ...rule, values: ['one', 'two'] }, 'exclusion-one-value'],
      [{ ...rule, match: 'pattern', values: ['(svc'] }, 'exclusion-pattern-invalid'],
    ] as const
    for (const [wrong, code] of refusals) {
      const outcome = await saveExclusions(organization, actor, connector, { incoming: [wrong] })
      expect(faultsOf(outcome)).toEqual([code])
    }
    const guarded = { rules: [{ ...rule, match: 'pattern', values: ['['], effect: 'leave-as-is' }] }
    expect(faultsOf(await saveExclusions(organization, actor, connector, { protected: guarded }))).toEqual([
      'exclusion-pattern-invalid',
    ])
  })
})

describe('the mapping', () => {
  const cel = (text: string) => ({ fields: { title: { source: { kind: 'expression', text } } } })

  test('becomes part of the next version, and stays in the versions after it', async () => {
    await readyDraft()
    expect(await saveMapping(organization, actor, connector, cel('upper(entry.title)'))).toEqual({
      ok: true,
      value: null,
    })
    const number = await version()
    await saveOrganizationalUnits(organization, actor, connector, { mode: 'none' })
    for (const each of [number, await version()]) {
      const stored = await inOrganization(organization, tx => readVersion(tx, connector, each))
      expect(stored?.settings.mapping).toMatchObject({ ...cel('upper(entry.title)'), custom: [] })
    }
  })

  test('is refused with the field and the place of what is wrong, and nothing is stored', async () => {
    const path = 'mapping.fields.title.source.text'
    expect(await saveMapping(organization, actor, connector, cel('uper(entry.title)'))).toEqual({
      ok: false,
      faults: [
        { code: 'expression-function-unknown', args: { line: 1, column: 1, name: 'uper', suggestion: 'upper' }, path },
      ],
    })
    expect(await saveMapping(organization, actor, connector, cel('entry.titel'), ['title'])).toMatchObject({
      faults: expect.arrayContaining([
        { code: 'mapping-attribute-unknown', args: { attribute: 'titel', suggestion: 'title' }, path },
      ]),
    })
    const role = { fields: { role: { source: { kind: 'attributes', names: ['title'] } } } }
    expect(faultsOf(await saveMapping(organization, actor, connector, role))).toEqual(['mapping-target-unknown'])
    expect(faultsOf(await saveMapping(organization, actor, randomUUID(), {}))).toEqual(['connector-unknown'])
    expect((await read())?.draft.mapping).toBeUndefined()
  })
})

describe('what is typed wrongly is refused at its field, in its own words, and nothing is stored', () => {
  const validity = { from: new Date('2025-01-01'), to: new Date('2125-01-01') }
  const authority = issueAuthority('Contoso Root', validity)
  const server = issueServer(['dc1.contoso.example'], { name: 'Contoso Root', ...authority }, validity)
  const old = issueAuthority('Old Root', { ...validity, to: new Date('2026-01-01') })
  const key = authority.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const host = (text: string) => ({ hosts: [{ host: text, port: 636 }] })
  const port = (number: number) => ({ hosts: [{ host: 'dc1.contoso.example', port: number }] })
  const [atHost, atPort] = ['connection.hosts.0.host', 'connection.hosts.0.port']

  test.each<[string, { connection?: object; password?: string; name?: string }, code: string, path: string]>([
    ['no name', { name: ' ' }, 'name-missing', 'name'],
    ['no server', { connection: { hosts: [] } }, 'host-missing', 'connection.hosts'],
    ['a server without a name', { connection: host(' ') }, 'host-missing', atHost],
    ['a scheme', { connection: host('ldaps://dc1.contoso.example') }, 'host-has-scheme', atHost],
    ['a scheme with a port', { connection: host('LDAPS://dc1.contoso.example:636') }, 'host-has-scheme', atHost],
    ['a port', { connection: host('dc1:636') }, 'host-has-port', atHost],
    ['a port after an address', { connection: host('[2001:db8::1]:636') }, 'host-has-port', atHost],
    ['a space', { connection: host('dc1 contoso.example') }, 'host-has-space', atHost],
    ['IPv6 without brackets', { connection: host('2001:db8::1') }, 'host-ipv6-without-brackets', atHost],
    ['an impossible name', { connection: host('dc1..contoso') }, 'host-invalid', atHost],
    ['port 0', { connection: port(0) }, 'port-invalid', atPort],
    ['port 65536', { connection: port(65_536) }, 'port-invalid', atPort],
    ['no number', { connection: port(Number.NaN) }, 'port-invalid', atPort],
    ['six servers', { connection: { hosts: Array(6).fill(dc1.hosts[0]) } }, 'hosts-too-many', 'connection.hosts'],
    ['no encryption', { connection: { security: 'none' } }, 'security-unsupported', 'connection.security'],
    ['a server’s certificate', { connection: { ca: server.pem } }, 'certificate-is-leaf', 'connection.ca'],
    ['an expired authority', { connection: { ca: old.pem } }, 'certificate-expired', 'connection.ca'],
    [
      'a private key',
      { connection: { ca: `${authority.pem}${key}` } },
      'certificate-holds-private-key',
      'connection.ca',
    ],
    [
      'over 64 kB',
      { connection: { ca: authority.pem + '#'.repeat(65_536) } },
      'certificate-too-large',
      'connection.ca',
    ],
    ['no certificate', { connection: { ca: 'hello' } }, 'certificate-unreadable', 'connection.ca'],
    ['a base that is no DN', { connection: { baseDn: 'contoso' } }, 'base-dn-invalid', 'connection.baseDn'],
    ['no user', { connection: { userId: ' ' } }, 'user-id-missing', 'connection.userId'],
    ['an endless user', { connection: { userId: 'u'.repeat(1_025) } }, 'user-id-too-long', 'connection.userId'],
    ['an empty password', { password: '' }, 'password-missing', 'password'],
    ['a blank password', { password: ' \t ' }, 'password-blank', 'password'],
    ['an over-long password', { password: 'x'.repeat(257) }, 'password-too-long', 'password'],
  ])('%s', async (_, { connection, password = 'first-Pass-1', name }, code, path) => {
    const typed = { ...dc1, ...connection } as ConnectionSettings
    expect(await save(typed, password, name)).toMatchObject({ ok: false, faults: [{ code, path }] })
    expect(settings).toHaveProperty(code)
    expect((await read())?.draft.connection).toBeNull()
    expect(await inOrganization(organization, tx => readSecret(tx, connector, 'bind-password-draft'))).toBeNull()
  })

  test('everything that is wrong is told at once', async () => {
    const typed = { ...dc1, ...host('a b'), userId: '' }
    expect(faultsOf(await save(typed, ''))).toEqual(['host-has-space', 'user-id-missing', 'password-missing'])
  })
})

describe('jobs at the directory', () => {
  test('a test asks about the draft as it stands, and its worker is woken', async () => {
    const hash = hashOf(await save(dc1, 'first-Pass-1'))
    const started = await startProbe(organization, actor, connector)
    const jobId = started.ok ? started.value.jobId : ''
    expect(woken).toHaveBeenLastCalledWith({ kind: 'directory-job', organizationId: organization, jobId })
    expect(await readJob(organization, jobId)).toEqual({
      ok: true,
      value: { state: 'queued', kind: 'probe', result: null },
    })
    const { readDirectoryJob } = await import('@/lib/store/directory-jobs')
    const job = await inOrganization(organization, tx => readDirectoryJob(tx, jobId))
    expect(job?.request).toEqual({ hash })
  })

  test('without a connection there is nothing to ask', async () => {
    expect(faultsOf(await startProbe(organization, actor, connector))).toEqual(['connection-missing'])
    expect(faultsOf(await startBrowse(organization, actor, connector, 'not a guid'))).toEqual([
      'organizational-unit-invalid',
    ])
    expect(faultsOf(await readJob(organization, randomUUID()))).toEqual(['job-unknown'])
  })
})
