import { startCheck } from '@/lib/connectors/directory-jobs'
import type { CheckResult } from '@/lib/runs/check-person'
import { findPeopleOfRun, traceOfRun } from '@/lib/runs/trace-run'
import { listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Trace } from '@/lib/sync/trace'
import { stageAnswer, stageQuestion, verdict } from '@/lib/words/trace-words'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'
import { runNamed } from '../run-named'
import { jobResult } from '../test-connection'

type Options = { connector?: string; run?: string }

/**
 * `check PERSON [--connector NAME] [--run N]`: how a person comes to what happens to them, asked of the directory as it is
 * now, or with `--run` of what a run read. A person is named by GUID, address, user name, employee number or name.
 */
export async function check(context: Context, person: string, options: Options): Promise<Answer> {
  const people =
    options.run === undefined ? await live(context, person, options) : await ofRun(context, person, options.run)
  if (people.length === 0) refuse('person-not-found', { person })
  return { exit: 0, json: people, lines: people.flatMap(told) }
}

async function live(context: Context, person: string, { connector: name }: Options): Promise<Trace[]> {
  const connector = name === undefined ? await onlyConnector(context) : await connectorNamed(context, name)
  const started = await startCheck(context.organizationId, context.actor, connector.id, person)
  if (!started.ok) throw new Refused(started.faults)
  return ((await jobResult(context.organizationId, started.value.jobId)) as CheckResult).people
}

async function onlyConnector({ organizationId }: Context) {
  const all = await inOrganization(organizationId, listConnectors)
  const [connector, another] = all
  if (!connector || another) refuse('connector-ambiguous', { known: all.map(one => one.name).join(', ') || '-' })
  return connector
}

async function ofRun(context: Context, person: string, wanted: string): Promise<Trace[]> {
  const runId = await runNamed(context, wanted)
  return inOrganization(context.organizationId, async tx => {
    const traces: (Trace | null)[] = []
    for (const { anchor } of (await findPeopleOfRun(tx, runId, person)) ?? [])
      traces.push(await traceOfRun(tx, runId, anchor))
    return traces.filter(trace => trace !== null)
  })
}

const marks = { passed: '+', stopped: '!', 'not-asked': '-' } as const

/** One person, stage by stage. */
function told(trace: Trace): string[] {
  const { displayName, email, steps } = trace
  return [
    `${displayName}${email === null ? '' : ` <${email}>`}: ${verdict(trace)}`,
    ...steps.flatMap(({ stage, outcome, because, problems }) => [
      `  ${marks[outcome]} ${stageQuestion(stage)} ${stageAnswer(because)}`,
      ...problems.map(({ code, args }) => `      ${sentence(code, args, 'sync')}`),
    ]),
  ]
}
