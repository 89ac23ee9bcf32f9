import { randomUUID } from 'node:crypto'
import { activateVersion } from '@/lib/connectors/activate-version'
import { createConnector } from '@/lib/connectors/create-connector'
import { readJob, startProbe } from '@/lib/connectors/directory-jobs'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import { type Script, type ScriptedServer, startScriptedServer } from '@/lib/directory/testing/scripted-server'
import { forgetEnvironment } from '@/lib/env'
import type { Outcome } from '@/lib/outcome'
import { startRun } from '@/lib/runs/start-run'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { readConnector, updateConnector } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { type Run, readRun } from '@/lib/store/runs'
import { workOnDirectoryJob } from '../work-on-directory-job'
import { workOnRun } from '../work-on-run'

export function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

export const codesOf = (outcome: Outcome<unknown>): string[] =>
  outcome.ok ? [] : outcome.faults.map(fault => fault.code)

/** A connector to a scripted server; the test does what workers do. A test file mocks `lib/jobs/wake`, so that none come by. */
export class Lab {
  readonly organizationId = randomUUID()
  readonly actor = { kind: 'administrator', id: randomUUID() } as const
  readonly stopping = new AbortController().signal

  private constructor(
    readonly server: ScriptedServer,
    public connectorId = '',
  ) {}

  static async open(script: Script): Promise<Lab> {
    const lab = new Lab(await startScriptedServer(script))
    const { organizationId: id, actor, server } = lab
    const allowed = {
      ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
      ENROLLMENT_DIRECTORY_PORTS: String(server.port),
      LOG_LEVEL: 'silent',
    }
    // biome-ignore lint/style/noProcessEnv: a test stands in for the start script
    Object.assign(process.env, allowed)
    forgetEnvironment()
    await acrossOrganizations('test', tx => createOrganization(tx, { id, name: id }))
    lab.connectorId = given(await createConnector(id, actor, { kind: 'cloud', name: 'Lab' })).connectorId
    return lab
  }

  close(): Promise<void> {
    return this.server.stop()
  }

  save(password: string | null, changes: Partial<ConnectionSettings> = {}) {
    const connection: ConnectionSettings = {
      hosts: [{ host: '127.0.0.1', port: this.server.port }],
      security: 'ldaps',
      ca: this.server.ca,
      baseDn: null,
      userId: 'reader@lab.example',
      ...changes,
    }
    return saveConnection(this.organizationId, this.actor, this.connectorId, { name: 'Lab', connection, password })
  }

  /** Makes the connector live with this password, as if everything had gone well. */
  async goLive(password: string): Promise<void> {
    const { organizationId, actor, connectorId } = this
    const { hash } = given(await this.save(password))
    given(await saveOrganizationalUnits(organizationId, actor, connectorId, { mode: 'all' }))
    await inOrganization(organizationId, async tx => {
      await updateConnector(tx, connectorId, { testedHash: hash, testedAt: new Date() })
      await verifyDomain(tx, `${organizationId}.example`, 'operator')
    })
    const { version } = given(await prepareVersion(organizationId, actor, connectorId))
    await inOrganization(organizationId, tx => activateVersion(tx, connectorId, version))
  }

  connector() {
    return inOrganization(this.organizationId, tx => readConnector(tx, this.connectorId))
  }

  start(cause: 'manual' | 'scheduled' | 'command-line') {
    const { organizationId, connectorId, actor } = this
    return startRun(organizationId, { connectorId, kind: 'synchronize', cause, requestedBy: actor.id })
  }

  /** Three workers reach for the run at the same time. */
  async workOff({ runId: id }: { runId: string }): Promise<Run | null> {
    const { organizationId, stopping } = this
    await Promise.all(['one', 'two', 'three'].map(owner => workOnRun({ organizationId, id }, owner, stopping)))
    return inOrganization(organizationId, tx => readRun(tx, id))
  }

  /** Does a directory job that was started, and answers what became of it. */
  async finish({ jobId }: { jobId: string }) {
    await workOnDirectoryJob({ organizationId: this.organizationId, id: jobId }, 'worker', this.stopping)
    return given(await readJob(this.organizationId, jobId))
  }

  async probe() {
    return this.finish(given(await startProbe(this.organizationId, this.actor, this.connectorId)))
  }

  /** How often the server was asked to sign somebody in. */
  get binds(): number {
    return this.server.operations.filter(name => name === 'bind').length
  }
}
