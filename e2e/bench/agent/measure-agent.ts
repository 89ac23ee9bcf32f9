import { memoryEnvironment, memoryOptions } from '@/agent/service-files'
import { startChild } from '@/lib/launch/child'
import { type House, startHouse } from '../../house'
import { type Measured, measureOwn, watchMemory } from '../measure'
import type { Bench } from '../row'
import { emptyStaging, type Imported, importOnce } from '../rows/import'
import { search } from '../rows/ldapsearch'
import { type Staged, snapshotSum } from '../staged-rows'
import { median } from '../table'
import { type Idle, measureIdle } from './measure-idle'

/** Ways to come to a snapshot: read by the portal itself, or by an agent that sends it. */
const ways = ['cloud', 'agent', 'cloud quickly', 'agent quickly'] as const
export type Way = (typeof ways)[number]

export type AgentRow = {
  way: Way
  seconds: number[]
  median: number
  /** Of the portal's own, of the same kind. */
  ratio: number
  /** Megabytes of the worker, the most of all rounds. */
  memory: number
  /** Of the agent, the most up to the end of the last round. */
  agentMemory: number | null
  staged: Staged
  /** False: not all of them came to the same snapshot. */
  valid: boolean
}
export type AgentResult = { rows: AgentRow[]; idle: Idle }

type One = Measured & { way: Way; staged: Staged; agentMemory: number | null }
type Reading = Imported & { token: string }

/** Agents that do nothing are counted in hundreds. */
const idleAgents = 1_000
const patience = 600

/** Through the built portal and an agent at its doors, beside the portal's own reading; then what agents cost that wait. */
export async function measureAgent(bench: Bench, rounds: number, say: (text: string) => void): Promise<AgentResult> {
  const { directory, database, folder, program } = bench
  await emptyStaging(bench)
  const keysFile = `${folder}/idle-agents.json`
  const { port, deletedReaderDn: userDn } = directory
  const { facts } = await measureOwn(
    program('agent-companies'),
    { port, userDn, idle: idleAgents, keysFile },
    {
      env: { DATABASE_URL: database.portalUrl, ENROLLMENT_SECRET: database.secret },
    },
  )
  const house = await startHouse({
    env: { DATABASE_URL: database.ownerUrl, ENROLLMENT_SECRET: database.secret },
    patience,
  })
  try {
    const rows = await measureReading(bench, house, facts as unknown as Reading, rounds, say)
    const idle = await measureIdle(bench, { portal: house.running.url, keysFile, agents: idleAgents }, say)
    return { rows, idle }
  } finally {
    await house.stop()
  }
}

async function measureReading(
  bench: Bench,
  house: House,
  reading: Reading,
  rounds: number,
  say: (text: string) => void,
): Promise<AgentRow[]> {
  const { port, caFile, deletedReaderDn: userDn, password } = bench.directory
  const task = { portal: house.running.url, token: reading.token, port, caFile, userDn, password }
  const agent = startChild(import.meta.dirname, 'agent', [JSON.stringify(task)], memoryOptions, memoryEnvironment)
  const watch = watchMemory(agent.pid)
  const measured: One[] = []
  try {
    await agent.ready
    await search(bench)
    // The first round warms the portal and the agent, which run on; it does not count.
    for (let round = 0; round <= rounds; round++) {
      let cloud: Imported | null = null
      for (const way of ways) {
        const isThrough = way.startsWith('agent')
        const quick = way.endsWith('quickly')
        const connector = isThrough ? reading : quick ? cloud : null
        await bench.database.sql`checkpoint`
        const result = await importOnce(bench, { userDn, connector, quick, through: isThrough })
        if (way === 'cloud') cloud = imported(result)
        const staged = await snapshotSum(bench, String(result.facts.run))
        await endRuns(bench)
        if (round > 0) measured.push({ ...result, way, staged, agentMemory: isThrough ? watch.peak() : null })
        say(`round ${round}, ${way}: ${result.seconds.toFixed(2)} s, ${JSON.stringify(result.facts)}`)
      }
    }
  } finally {
    watch.stop()
    await agent.stop(10)
  }
  return ways.map(way => rowOf(measured, way))
}

const imported = ({ facts }: Measured): Imported => ({
  organizationId: String(facts.organizationId),
  connectorId: String(facts.connectorId),
})

const endRuns = ({ database: { sql } }: Bench) => sql`update runs set state = 'cancelled' where state <> 'cancelled'`

function rowOf(measured: readonly One[], way: Way): AgentRow {
  const own = measured.filter(one => one.way === way)
  const others = measured.filter(one => one.way === way.replace('agent', 'cloud'))
  const seconds = own.map(one => one.seconds)
  const staged = own.at(-1)?.staged ?? { objects: 0, checksum: '' }
  const isQuick = way.endsWith('quickly')
  const agents = own.flatMap(one => one.agentMemory ?? [])
  return {
    ...{ way, seconds, staged, median: median(seconds) },
    ratio: median(seconds) / median(others.map(one => one.seconds)),
    memory: Math.max(...own.map(one => one.memory)),
    agentMemory: agents.length > 0 ? Math.max(...agents) : null,
    valid:
      measured.every(one => one.staged.checksum === staged.checksum) &&
      own.every(({ facts }) => facts.method === (isQuick ? 'usn' : 'full') && facts.because === ''),
  }
}
