import { agentFolder, env } from '../env'
import { probeLines } from '../probe-in-words'
import { openReader } from '../reader'
import { readSettings } from '../settings'

/** The seven checks of Test Connection, from this machine. Nothing is sent anywhere. */
export async function test(): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const source = openReader(folder, readSettings(folder), environment, null)
  const report = await source.probe(() => {}, AbortSignal.timeout(60_000))
  for (const line of probeLines(report)) console.log(line)
  if (!report.passed) process.exitCode = 1
}
