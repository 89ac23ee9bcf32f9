import { readFileSync, statSync } from 'node:fs'
import {
  type AskedOfDirectory,
  ConfigurationAnswer,
  type FoundInDirectory,
} from '@/lib/agent-protocol/configuration-messages'
import type { DirectorySource } from '@/lib/directory/source'
import { askPerson } from '../ask-person'
import { type OpenAgent, openAgent } from '../open-agent'
import type { Portal } from '../portal'
import { probeLines } from '../probe-in-words'
import { openReader } from '../reader'
import { indented } from '../run-in-words'

/** Bytes a configuration file may have, as in the portal. */
const largestFile = 512 * 1024
/** Milliseconds for the checks and for looking up what a file names. */
const patience = 120_000

type Answer<S extends ConfigurationAnswer['state']> = Extract<ConfigurationAnswer, { state: S }>

/**
 * Makes a configuration file the live one of this agent's connector, and this machine the only place where it is set. What
 * it names is looked up here; nothing is live before somebody has seen what it would change.
 */
export async function configureFile(path: string, { yes, dryRun }: { yes?: boolean; dryRun?: boolean }): Promise<void> {
  const text = textOf(path)
  const agent = openAgent()
  const asked = await send(agent.portal, 'asks', { text, found: null, agreed: null })
  const found = asked && (await lookUp(agent, asked.asked))
  const fits = found && (await send(agent.portal, 'fits', { text, found, agreed: null }))
  if (!found || !fits) return
  for (const line of proposal(fits)) console.log(line)
  if (dryRun) return console.log('Nothing was changed.')
  if (!yes) await agreeTo(fits)
  const live = await send(agent.portal, 'live', { text, found, agreed: fits.hash })
  if (live) console.log(`${live.connector} now uses version ${live.version} of its configuration.`)
}

function textOf(path: string): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined) throw new Error(`There is no file ${path}. Check the path.`)
  if (size > largestFile) throw new Error(`${path} is larger than 512 kB. Check that this is the right file.`)
  return readFileSync(path, 'utf8')
}

/** Asks the portal about the file. What is wrong with it is printed, and the answer is null. */
async function send<S extends ConfigurationAnswer['state']>(
  portal: Portal,
  wanted: S,
  request: { text: string; found: FoundInDirectory | null; agreed: string | null },
): Promise<Answer<S> | null> {
  const answer = ConfigurationAnswer.parse(await portal.post('configuration', request))
  if (answer.state === wanted) return answer as Answer<S>
  if (answer.state !== 'wrong') throw new Error(`The portal answered ${answer.state} in place of ${wanted}.`)
  process.exitCode = 1
  console.error('Nothing was changed:')
  for (const problem of answer.problems) console.error(indented(problem))
  return null
}

/** Looks here at what the file names, within what this machine allows; null when the directory fails its checks. */
async function lookUp(
  { folder, settings, environment }: OpenAgent,
  asked: AskedOfDirectory,
): Promise<FoundInDirectory | null> {
  const source: DirectorySource = openReader(folder, settings, environment, asked.baseDn)
  const signal = AbortSignal.timeout(patience)
  const report = await source.probe(() => {}, signal, asked.attributes)
  if (!report.passed) {
    process.exitCode = 1
    console.error('Nothing was changed: the directory does not pass the checks.')
    for (const line of probeLines(report)) console.error(line)
    return null
  }
  return {
    ...{ asked, passed: report.passed },
    units: await some(asked.units, names => source.resolveUnits(names, signal)),
    lists: await some(asked.lists, names => source.describeObjects(names, signal)),
    attributes: await some(asked.attributes, names => source.describeAttributes(names, signal)),
  }
}

const some = <T>(names: string[], ask: (names: string[]) => Promise<T[]>): Promise<T[]> | T[] =>
  names.length === 0 ? [] : ask(names)

function proposal({ connector, differences, notes }: Answer<'fits'>): string[] {
  const heading =
    differences === null
      ? `Nothing is live for ${connector} yet. Its first run waits for an administrator in the portal.`
      : differences.length === 0
        ? `${connector} is set like this already.`
        : `This changes in ${connector}:`
  return [heading, ...(differences ?? []).map(indented), ...notes]
}

async function agreeTo({ connector }: Answer<'fits'>): Promise<void> {
  const typed = await askPerson(`Type ${connector} to make this live`)
  if (typed !== connector) throw new Error('Nothing was changed.')
}
