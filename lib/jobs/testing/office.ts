import { randomUUID } from 'node:crypto'
import { activateVersion } from '@/lib/connectors/activate-version'
import { createConnector } from '@/lib/connectors/create-connector'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import { approveRun } from '@/lib/runs/approve-run'
import { type StartRun, startRun } from '@/lib/runs/start-run'
import { type Company, generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { updateConnector } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { type Run, readRun } from '@/lib/store/runs'
import { isActive } from '@/lib/sync/run-state'
import { workOnRun } from '../work-on-run'
import { given } from './lab'

/** A schedule that comes round only when a test says so. */
const rarely = (startsOn: string) => ({ full: { every: 'weeks', count: 52, at: '04:00' }, startsOn })

/** An organization with a directory of its own over LDAP, synchronized once and approved. The caller allows its port. */
export class Office {
  readonly organizationId = randomUUID()
  readonly actor = { kind: 'administrator', id: randomUUID() } as const
  connectorId = ''

  private constructor(
    readonly name: string,
    readonly company: Company,
    readonly sample: SampleDirectory,
  ) {}

  static async open(name: string, people: number): Promise<Office> {
    const company = generateCompany({ seed: 7, people, domain: `${name}.example`, baseDn: `DC=${name},DC=example` })
    return new Office(name, company, await startSampleDirectory({ company, mutableForTests: true }))
  }

  /** @param startsOn the first day of its schedule */
  async synchronize(startsOn: string): Promise<void> {
    const { organizationId, actor, name } = this
    await acrossOrganizations('test', tx => createOrganization(tx, { id: organizationId, name }))
    this.connectorId = given(await createConnector(organizationId, actor, { kind: 'cloud', name })).connectorId
    await this.#goLive()
    const preview = await this.run('preview')
    const plan = { runId: preview.id, planHash: preview.planHash ?? '', removals: preview.removals ?? -1 }
    const approved = await approveRun(organizationId, { ...plan, reason: 'ok', approvedBy: actor.id })
    await this.#work(given(approved).runId)
    given(await saveSchedule(organizationId, actor, this.connectorId, { settings: rarely(startsOn) }))
  }

  async #goLive(): Promise<void> {
    const { organizationId, actor, connectorId, sample, name } = this
    const connection = {
      hosts: [{ host: '127.0.0.1', port: sample.port }],
      security: 'ldaps' as const,
      ca: sample.caPem,
      baseDn: `DC=${name},DC=example`,
      userId: `svc-enrollment@${name}.example`,
    }
    const input = { name, connection, password: sampleCredentials.password }
    const { hash } = given(await saveConnection(organizationId, actor, connectorId, input))
    given(await saveOrganizationalUnits(organizationId, actor, connectorId, { mode: 'all' }))
    await inOrganization(organizationId, async tx => {
      await updateConnector(tx, connectorId, { testedHash: hash, testedAt: new Date() })
      await verifyDomain(tx, `${name}.example`, 'operator')
    })
    const { version } = given(await prepareVersion(organizationId, actor, connectorId))
    await inOrganization(organizationId, tx => activateVersion(tx, connectorId, version))
  }

  /** Starts a run and carries it to its end, in this process. */
  async run(kind: StartRun['kind']): Promise<Run> {
    const { organizationId, connectorId, actor } = this
    const order = { connectorId, kind, cause: 'manual', requestedBy: actor.id } as const
    return this.#work(given(await startRun(organizationId, order)).runId)
  }

  async #work(runId: string): Promise<Run> {
    await workOnRun({ organizationId: this.organizationId, id: runId }, 'test', new AbortController().signal)
    const run = await inOrganization(this.organizationId, tx => readRun(tx, runId))
    if (!run || isActive(run.state) || run.state === 'failed')
      throw new Error(`The run is ${run?.state}: ${JSON.stringify(run?.fault)}`)
    return run
  }
}
