import type { ProbeReport } from '@/lib/directory/source'
import { agentFolder, env } from '../env'
import { openReader } from '../reader'
import { readSettings } from '../settings'

const marks = { passed: 'ok', warning: 'ok, but', failed: 'FAILED', running: '…', waiting: '…', 'not-checked': '-' }

/** The seven checks of Test Connection, from this machine. */
export async function test(): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const source = openReader(folder, readSettings(folder), environment, null)
  const report = await source.probe(() => {}, AbortSignal.timeout(60_000))
  for (const line of linesOf(report)) console.log(line)
  if (!report.passed) process.exitCode = 1
}

function linesOf({ steps }: ProbeReport): string[] {
  return steps.flatMap(({ check, state, took, fault, warnings }) => [
    `${check.padEnd(8)} ${marks[state]}${took === null ? '' : ` (${took} ms)`}`,
    ...[...(fault ? [fault] : []), ...warnings].map(({ code, args }) => `         ${code} ${JSON.stringify(args)}`),
  ])
}
