import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { organizations } from '@/db/schema'
import type { Outcome } from '@/lib/outcome'
import { ConnectorSettings } from '@/lib/settings/connector'
import { noAttributes } from '@/lib/store/accounts-facts'
import type { Choice } from '@/lib/store/changes-chosen'
import { insertConnector, insertVersion, updateConnector } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { claimRun } from '@/lib/store/runs-lease'
import { type Advanced, advanceRun } from '../advance-run'
import { approveRun } from '../approve-run'
import { choosePlan } from '../choose-plan'
import type { RunWork } from '../run-work'
import { type StartRun, startRun } from '../start-run'
import { FakeDirectory, fakeBase } from './fake-source'

const leaseSeconds = 60

type TestSettings = {
  inclusion?: unknown
  joining?: unknown
  leaving?: unknown
  organizationalUnits?: unknown
  distributionLists?: unknown
  exclusions?: unknown
  mapping?: unknown
  safety?: unknown
}

const defaults = {
  connection: {
    hosts: [{ host: 'dc1.example.com', port: 636 }],
    security: 'ldaps',
    ca: null,
    baseDn: fakeBase,
    userId: 'reader@example.com',
  },
  organizationalUnits: { mode: 'all' },
}

/** @throws the codes of a refusal */
function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

/** A company with a connector to a directory in memory, on the test's database. */
export class TestCompany {
  readonly organizationId = randomUUID()
  readonly connectorId = randomUUID()
  readonly administratorId = randomUUID()
  readonly directory = new FakeDirectory()
  now = new Date()
  #version = 0

  /** Creates organization, verified domain and a connector whose version 1 is live. */
  async create(settings: TestSettings = {}): Promise<void> {
    await acrossOrganizations('test set-up', tx =>
      tx.insert(organizations).values({ id: this.organizationId, name: 'Example', timeZone: 'UTC' }),
    )
    await inOrganization(this.organizationId, async tx => {
      await verifyDomain(tx, this.directory.domain, 'operator')
      await insertConnector(tx, { id: this.connectorId, kind: 'cloud', name: 'Example' })
    })
    await this.changeSettings(settings)
  }

  /** Makes a further version live: the default settings but for these. */
  async changeSettings(settings: TestSettings): Promise<void> {
    this.#version += 1
    const version = this.#version
    await inOrganization(this.organizationId, async tx => {
      const parsed = ConnectorSettings.parse({ ...defaults, ...settings })
      await insertVersion(tx, this.connectorId, { version, settings: parsed, author: 'test' })
      await updateConnector(tx, this.connectorId, { version, state: 'ready' })
    })
  }

  /** Starts a run and carries it as far as it goes. */
  async run(kind: StartRun['kind'] = 'synchronize', options: Partial<RunWork> = {}): Promise<Run> {
    return this.#carry(await this.start(kind), options)
  }

  /** As `run`, asking only for what changed. */
  async runQuickly(kind: StartRun['kind'] = 'synchronize', options: Partial<RunWork> = {}): Promise<Run> {
    return this.#carry(await this.start(kind, { quick: true }), options)
  }

  async #carry(runId: string, options: Partial<RunWork>): Promise<Run> {
    await this.advance(runId, options)
    return this.read(runId)
  }

  async start(kind: StartRun['kind'] = 'synchronize', { quick = false } = {}): Promise<string> {
    const { connectorId, administratorId: requestedBy } = this
    return given(await startRun(this.organizationId, { connectorId, kind, cause: 'manual', quick, requestedBy })).runId
  }

  /** Claims as a worker does, and works. */
  async advance(runId: string, options: Partial<RunWork> = {}): Promise<Advanced> {
    const { organizationId } = this
    const run = await this.claim(runId)
    return advanceRun({
      organizationId,
      runId,
      fence: run.fence,
      source: this.directory.source(),
      signal: new AbortController().signal,
      now: () => this.now,
      ...options,
    })
  }

  async claim(runId: string, owner = 'test'): Promise<Run> {
    const run = await inOrganization(this.organizationId, tx => claimRun(tx, runId, owner, leaseSeconds))
    if (!run) throw new Error('The run is not free')
    return run
  }

  /** What a killed worker leaves behind, a minute later. */
  async expireLease(runId: string): Promise<void> {
    await this.sql(sql`update runs set lease_until = now() - interval '1 second' where id = ${runId}`)
  }

  /** Approves as a person who saw the plan, all of it or what they chose, and carries it out. */
  async approve(run: Run, options: Partial<RunWork> = {}, choice?: Choice): Promise<Run> {
    return this.#carry(await this.startApproved(run, choice), options)
  }

  /** The run of an approval, ready to be worked on. */
  async startApproved(run: Run, choice?: Choice): Promise<string> {
    const chosen = choice && given(await choosePlan(this.organizationId, { runId: run.id, choice }))
    const outcome = await approveRun(this.organizationId, {
      runId: run.id,
      planHash: chosen?.planHash ?? run.planHash ?? '',
      removals: chosen?.removals ?? run.removals ?? -1,
      reason: 'I looked at it',
      approvedBy: this.administratorId,
      ...(choice ? { choice } : {}),
    })
    return given(outcome).runId
  }

  /** The company after its first approved run. */
  async synchronized(people: number): Promise<void> {
    for (let at = 1; at <= people; at++) this.directory.person(`Person ${at}`, fakeBase)
    await this.approve(await this.run('preview'))
  }

  async read(runId: string): Promise<Run> {
    const run = await inOrganization(this.organizationId, tx => readRun(tx, runId))
    if (!run) throw new Error('No such run')
    return run
  }

  /** Any statement in this organization; answers its rows. */
  sql<T extends Record<string, unknown>>(statement: SQL): Promise<T[]> {
    return inOrganization(this.organizationId, async tx => [...(await tx.execute(statement))] as T[])
  }

  /** An account that somebody made by hand. @returns its id */
  async byHand(
    name: string,
    values: { verified?: boolean; role?: string; attributes?: Record<string, string> } = {},
  ): Promise<string> {
    const { verified = true, role = 'member' } = values
    const id = randomUUID()
    const email = `${name}@${this.directory.domain}`
    const attributes = JSON.stringify({ ...noAttributes, displayName: name, email, ...values.attributes })
    await this.sql(sql`insert into accounts (organization_id, id, attributes, email_key, email_verified, role)
      values (${this.organizationId}, ${id}, ${attributes}::text::jsonb, ${email}, ${verified}, ${role})`)
    return id
  }

  /** Accounts by the part of the address before the @. */
  async accounts(): Promise<Map<string, { active: boolean; because: string | null; session: number }>> {
    const rows = await this.sql<{
      email_key: string
      active: boolean
      blocked_because: string
      session_version: number
    }>(sql`select email_key, active, blocked_because, session_version from accounts`)
    return new Map(
      rows.map(row => [
        row.email_key.split('@')[0] ?? '',
        { active: row.active, because: row.blocked_because, session: row.session_version },
      ]),
    )
  }

  /** A run's rows as `kind reason state`, counted. */
  async plan(runId: string): Promise<Record<string, number>> {
    const rows = await this.sql<{ row: string; count: number }>(sql`
      select kind || ' ' || reason || ' ' || state as row, count(*)::int as count
      from changes where run_id = ${runId} group by 1 order by 1`)
    return Object.fromEntries(rows.map(row => [row.row, row.count]))
  }

  async auditEvents(runId: string): Promise<Record<string, number>> {
    const rows = await this.sql<{ event: string; count: number }>(sql`
      select event, count(*)::int as count from audit_entries where run_id = ${runId} group by 1 order by 1`)
    return Object.fromEntries(rows.map(row => [row.event, row.count]))
  }
}
