import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { limitSource } from '@/agent/limited-source'
import { openPortal, type Portal } from '@/agent/portal'
import { type LocalLimits, noLimits } from '@/agent/settings'
import { work } from '@/agent/work'
import { type AgentKey, makeKey } from '@/lib/agent-protocol/keys'
import { EnrollAnswer, type LocalDirectory, type Presence } from '@/lib/agent-protocol/messages'
import { protocolVersion } from '@/lib/agent-protocol/version'
import type { DirectorySource } from '@/lib/directory/source'
import type { Outcome } from '@/lib/outcome'
import type { TestCompany } from '@/lib/runs/testing/company'
import { createAgentSource } from '../agent-source'
import { createEnrollmentToken } from '../create-token'
import { type Doors, openDoors } from './doors'

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

const directory: LocalDirectory = {
  hosts: [{ host: 'dc1.example.com', port: 636 }],
  security: 'ldaps',
  baseDn: null,
  userId: 'reader@example.com',
  limits: noLimits,
}

/** An agent of a test, which is not running by itself. */
export type TestAgent = { id: string; name: string; key: AgentKey; presence: Presence; portal: Portal }

/** A company whose connector reads through agents, with the portal's doors and agents at them. */
export class AgentLab {
  readonly actor = { kind: 'administrator', id: randomUUID() } as const
  readonly #running = new Map<AbortController, Promise<void>>()

  private constructor(
    readonly company: TestCompany,
    readonly doors: Doors,
  ) {}

  static async open(company: TestCompany, where?: Parameters<typeof openDoors>[0]): Promise<AgentLab> {
    await company.sql(sql`update connectors set kind = 'agent' where id = ${company.connectorId}`)
    return new AgentLab(company, await openDoors(where))
  }

  async close(): Promise<void> {
    await this.stopAll()
    await this.doors.stop()
  }

  async stopAll(): Promise<void> {
    this.doors.meet = null
    await Promise.all([...this.#running.keys()].map(running => this.stop(running)))
  }

  portalFor(key: AgentKey): Portal {
    return openPortal(this.doors.address, () => key)
  }

  /** As somebody does who has nothing but a token. */
  enrollWith(token: string): Promise<unknown> {
    const key = makeKey()
    return this.portalFor(key).post('enroll', { token, publicKey: key.publicKey, presence: presenceOf('stranger') })
  }

  async token(name: string): Promise<string> {
    const { organizationId, connectorId } = this.company
    return given(await createEnrollmentToken(organizationId, this.actor, connectorId, name)).token
  }

  async enroll(name: string): Promise<TestAgent> {
    const [key, presence] = [makeKey(), presenceOf(name)]
    const portal = this.portalFor(key)
    const body = { token: await this.token(name), publicKey: key.publicKey, presence }
    const { agentId } = EnrollAnswer.parse(await portal.post('enroll', body))
    return { id: agentId, name, key, presence, portal }
  }

  /** Lets an agent work, with whatever it reads with. */
  run(
    agent: TestAgent,
    source: DirectorySource,
    { limits = noLimits, partBytes }: { limits?: LocalLimits; partBytes?: number } = {},
  ): AbortController {
    const stopping = new AbortController()
    const { portal, presence } = agent
    const open = (baseDn: string | null) => limitSource(source, limits, baseDn)
    const working = work(
      { portal, presence, pollSeconds: 1, directory: () => directory, open, partBytes },
      stopping.signal,
    )
    this.#running.set(stopping, working)
    return stopping
  }

  async stop(running: AbortController): Promise<void> {
    running.abort()
    const working = this.#running.get(running)
    this.#running.delete(running)
    await working?.catch(() => {})
  }

  /** What the portal reads with, in the name of a run. */
  source(runId: string, baseDn: string | null = null): DirectorySource {
    const { organizationId, connectorId } = this.company
    return createAgentSource({ organizationId, connectorId, asker: `run:${runId}`, baseDn })
  }

  poll(agent: TestAgent, waitSeconds = 0) {
    return agent.portal.post('poll', { presence: agent.presence, waitSeconds, directory, fault: null })
  }
}

export const presenceOf = (host: string): Presence => ({
  protocol: protocolVersion,
  version: '0.1.0',
  instance: randomUUID(),
  host,
  system: 'Linux 6 x64',
})
