import { agentFolder, env } from '../env'
import { exchangeKey, prepareKey } from '../exchange-key'
import { noteImport } from '../last-import'
import { keepLogIn, log } from '../log'
import { prepareNetwork } from '../network'
import { openPortal, Refused } from '../portal'
import { presence } from '../presence'
import { openReader } from '../reader'
import { localDirectory, readSettings, requireAgentKey } from '../settings'
import { work } from '../work'

/** What a service manager must not start again: only somebody at this machine can help. */
const exitForGood = 3

/** Works until it is told to stop. */
export async function run(): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const settings = readSettings(folder)
  prepareNetwork(environment)
  keepLogIn(folder)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const portal = openPortal(settings.portal, () => requireAgentKey(folder))
  log('started', { version: presence.version, portal: settings.portal })
  try {
    await work(
      {
        portal,
        presence,
        pollSeconds: environment.ENROLLMENT_AGENT_POLL_SECONDS,
        directory: () => localDirectory(readSettings(folder)),
        rotate: asked => {
          if (asked) prepareKey(folder)
          return exchangeKey(folder, settings, portal)
        },
        note: job => noteImport(folder, job),
        open: baseDn => openReader(folder, readSettings(folder), environment, baseDn),
      },
      stopping.signal,
    )
    log('stopped')
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    log('refused', { code: error.refusal.code, text: error.refusal.text })
    process.exitCode = exitForGood
  }
}
