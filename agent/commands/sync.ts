import { setTimeout as pause } from 'node:timers/promises'
import { RunSeen, RunStarted } from '@/lib/agent-protocol/run-messages'
import { openAgent } from '../open-agent'
import { type Portal, Unreachable } from '../portal'
import { indented, progressLine, reportLines } from '../run-in-words'

/** 0 done, 1 failed, 2 the plan waits for a person. */
const exits = { done: 0, failed: 1, waits: 2, 'under-way': 1 } as const
/** Milliseconds between two looks at a run, and looks without an answer after which nobody looks any more. */
const everyMilliseconds = 1_000
const patience = 60

type Options = { dryRun?: boolean; quick?: boolean; json?: boolean }

/**
 * Has the portal start a run of this agent's connector and waits for its end. It is the service that reads, here or on
 * another machine; this only asks and looks.
 */
export async function sync({ dryRun = false, quick = false, json = false }: Options): Promise<void> {
  const { settings, portal } = openAgent()
  const { number } = RunStarted.parse(await portal.post('runs', { preview: dryRun, quick }))
  const say = (line: string) => console[json ? 'error' : 'log'](line)
  say(`Run ${number} of ${settings.name}’s connector has begun. It goes on in the portal if you stop this command.`)
  const run = await untilEnded(portal, number, say)
  if (json) console.log(JSON.stringify(run, null, 2))
  else for (const line of resultOf(run, settings.portal)) console.log(line)
  process.exitCode = exits[run.outcome]
}

function resultOf(run: RunSeen, portal: string): string[] {
  return [
    ...run.says,
    ...(run.report ? reportLines(run.report) : []).map(indented),
    `Everything about it: ${portal}/directory-sync/runs/${run.id}`,
  ]
}

/** @param say is told where the run is, whenever that is another phase or number */
async function untilEnded(portal: Portal, number: number, say: (line: string) => void): Promise<RunSeen> {
  let said: string | null = null
  for (let missed = 0; ; await pause(everyMilliseconds)) {
    const run = await look(portal, number)
    if (run instanceof Unreachable) {
      if (++missed >= patience) throw run
      continue
    }
    missed = 0
    if (run.outcome !== 'under-way') return run
    for (const line of [progressLine(run), ...run.says].filter(line => line !== said)) say(line)
    said = progressLine(run)
  }
}

/** A portal that is away for a moment is asked again; the run goes on there. */
async function look(portal: Portal, number: number): Promise<RunSeen | Unreachable> {
  try {
    return RunSeen.parse(await portal.post(`runs/${number}`, {}))
  } catch (error) {
    if (error instanceof Unreachable) return error
    throw error
  }
}
