import { env } from '@/lib/env'
import { startTime } from './alive'
import { buildPortal } from './build-portal'
import { type Child, startChild } from './child'
import { childEnvironment } from './child-environment'
import { claimFolder } from './claim-folder'
import { type DataFolder, openDataFolder } from './data-folder'
import { prepareDatabase } from './database'
import { type KeptAlive, keepAlive } from './kept-alive'
import { releaseLock } from './lock'
import { claimPort, waitForPortal } from './portal-address'
import { type LocalPostgres, startPostgres } from './postgres'
import type { Running } from './running'
import { type Sample, startSample } from './sample'
import { chooseSecret } from './secrets'
import { sentences } from './sentences'
import { workerOptions } from './worker-options'

/** Everything that one `npm start` runs. Children are on a leash, so that even a killed supervisor leaves nothing behind. */
export class Supervisor {
  readonly #programs: string
  #folder: DataFolder | undefined
  #postgres: LocalPostgres | undefined
  readonly #kept = new Map<string, KeptAlive>()
  #running: Running | undefined
  #stopping: Promise<void> | undefined

  /** @param programs the folder of the built programs */
  constructor(programs: string) {
    this.#programs = programs
  }

  /**
   * Brings everything up, in the order in which one needs the other.
   * @returns where the portal is
   * @throws Refusal
   */
  async start(): Promise<Running> {
    const { folder, crashed } = await this.#open()
    const port = await claimPort(env().PORT, crashed)
    await buildPortal()
    const { secret, file } = chooseSecret(folder)
    const hosting = env().ENROLLMENT_HOSTING ?? (env().DATABASE_URL ? 'hosted' : 'self-hosted')
    const sampling = hosting === 'hosted' ? null : startSample(folder, this.#programs)
    if (!env().DATABASE_URL) this.#postgres = await this.#startPostgres(folder)
    const { ownerUrl, portalUrl } = await prepareDatabase(this.#postgres?.ownerUrl ?? null, secret)
    const sample = (await sampling) ?? null
    const url = childEnvironment({ folder: folder.path, port, secret, databaseUrl: portalUrl, sample, hosting })
    this.#startOthers(sample)
    const portal = this.#startPortal()
    this.#keepAlive('portal', portal, () => this.#startPortal())
    await waitForPortal(port, portal)
    this.#running = this.#describe({ url, ownerUrl, portalUrl, sample, secretFile: file })
    this.#write()
    return this.#running
  }

  /** Stops everything; PostgreSQL last. Calling it twice is the same as once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #open(): Promise<{ folder: DataFolder; crashed: boolean }> {
    const folder = openDataFolder(env().ENROLLMENT_DATA_DIR)
    const stale = await claimFolder(folder)
    this.#folder = folder
    const crashed = stale || folder.read('running.json') !== null
    folder.remove('running.json')
    return { folder, crashed }
  }

  async #startPostgres(folder: DataFolder): Promise<LocalPostgres> {
    const postgres = await startPostgres(folder, this.#programs)
    postgres.child.ended.then(async () => {
      if (this.#stopping) return
      console.error(sentences.postgresEnded(postgres.log))
      await this.stop()
      process.exit(1)
    })
    return postgres
  }

  #startPortal(): Child {
    return startChild(this.#programs, 'portal')
  }

  #startOthers(sample: Sample | null): void {
    if (sample) this.#keepAlive('sample directory', sample.child, sample.again)
    const worker = () => startChild(this.#programs, 'worker', [], workerOptions(env().ENROLLMENT_WORKER_MEMORY))
    this.#keepAlive('worker', worker(), worker)
  }

  #keepAlive(name: string, first: Child, again: () => Child): void {
    this.#kept.set(
      name,
      keepAlive(name, first, again, () => this.#write()),
    )
  }

  #describe(facts: {
    url: string
    ownerUrl: string
    portalUrl: string
    sample: Sample | null
    secretFile: string | null
  }): Running {
    return {
      url: facts.url,
      databaseUrl: facts.portalUrl,
      ownerUrl: facts.ownerUrl,
      secretFile: facts.secretFile,
      sampleDirectory: facts.sample?.address ?? null,
      sampleCaFile: facts.sample?.caFile ?? null,
      pid: process.pid,
      processStarted: startTime(process.pid) ?? '',
      pids: {},
      startedAt: new Date().toISOString(),
    }
  }

  #write(): void {
    if (!this.#running || this.#stopping) return
    this.#running.pids = Object.fromEntries([...this.#kept].map(([name, child]) => [name, child.pid()]))
    if (this.#postgres) this.#running.pids.postgres = this.#postgres.child.pid
    this.#folder?.write('running.json', JSON.stringify(this.#running, null, 2))
  }

  async #stop(): Promise<void> {
    // From here on another start on this folder waits for us instead of giving up.
    this.#folder?.remove('running.json')
    await Promise.all([...this.#kept.values()].map(child => child.stop(12)))
    await this.#postgres?.child.stop(30)
    if (this.#folder) releaseLock(this.#folder.path)
  }
}
