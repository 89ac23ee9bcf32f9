import { raiseAlert } from '@/lib/notify/raise-alert'
import type { AlertEvent } from '@/lib/settings/alerts'
import { anyTold } from '@/lib/store/alert-notices'
import { endAlerts, readStanding } from '@/lib/store/alerts'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { readSnapshot } from '@/lib/store/snapshots'
import { isPreview } from '@/lib/sync/run-state'
import { mayPass } from './retry'

const day = 86_400_000
/** A certificate about to end is worth a mail this many days before. */
const daysOfWarning = 30

type Ended = Pick<Run, 'state' | 'fault' | 'report' | 'holds' | 'notices'>

/**
 * Tells administrators what became of a run, and ends what it shows to be over. A preview is somebody's own look, and
 * whoever cancelled a run knows.
 */
export async function alertOfRun(tx: OrganizationTransaction, run: Run, ended: Ended, at: Date): Promise<void> {
  if (isPreview(run) || run.kind === 'revert') return
  const { connectorId } = run
  const about = { connectorId, runId: run.id, runNumber: run.number, at }
  if (ended.state === 'failed' && ended.fault) {
    const { fault } = ended
    const patient = run.cause === 'scheduled' && mayPass(fault)
    await raiseAlert(tx, { ...about, event: 'run-failed', cause: fault.code, because: [fault] }, { patient })
  }
  if (ended.state !== 'finished' && ended.state !== 'held') return
  const standing = await readStanding(tx, connectorId)
  const over = async (...events: AlertEvent[]) =>
    events.some(event => standing.has(event)) ? endAlerts(tx, connectorId, events, at) : []
  await recovered(tx, about, await over('run-failed', 'nothing-ran'))
  if (ended.state === 'held') await alertOfHolds(tx, about, ended)
  else {
    await over('run-held')
    if (!(await alertOfProblems(tx, about, ended))) await over('run-problems')
  }
  if (!(await alertOfCertificate(tx, about))) await over('certificate-expiring')
}

type About = { connectorId: string; runId: string; runNumber: number; at: Date }

/** The first run that read and planned after trouble; told where the trouble was told. */
async function recovered(tx: OrganizationTransaction, about: About, over: readonly string[]): Promise<void> {
  if (!(await anyTold(tx, over))) return
  const because = [{ code: 'recovered-after-failure', args: {} }]
  await raiseAlert(tx, { ...about, event: 'run-recovered', cause: about.runId, because })
  await endAlerts(tx, about.connectorId, ['run-recovered'], about.at)
}

async function alertOfHolds(tx: OrganizationTransaction, about: About, { holds }: Ended): Promise<void> {
  const because = holds.map(({ code, args }) => ({ code, args }))
  const cause = [...new Set(holds.map(({ code }) => code))].sort().join(' ')
  await raiseAlert(tx, { ...about, event: 'run-held', cause, because })
}

/** @returns whether there are any */
async function alertOfProblems(
  tx: OrganizationTransaction,
  about: About,
  { report, notices }: Ended,
): Promise<boolean> {
  const failed = report ? report.failedRead + report.failedAbsent : 0
  const problems = report?.problems ?? 0
  const short = notices.find(({ code }) => code === 'seats-short')
  if (failed + problems === 0 && !short) return false
  const counted = failed + problems > 0 ? [{ code: 'run-problems-count', args: { failed, problems } }] : []
  const because = [...counted, ...(short ? [{ code: 'people-without-seat', args: short.args }] : [])]
  await raiseAlert(tx, { ...about, event: 'run-problems', cause: 'problems', because })
  return true
}

/** About the certificate that this run saw; another one is another cause. @returns whether it ends soon */
async function alertOfCertificate(tx: OrganizationTransaction, about: About): Promise<boolean> {
  const { certificateEnds, server = '' } = (await readSnapshot(tx, about.runId))?.identity ?? {}
  if (certificateEnds === undefined) return false
  const days = Math.floor((Date.parse(certificateEnds) - about.at.getTime()) / day)
  if (days > daysOfWarning) return false
  const because = [{ code: 'certificate-ends', args: { server, date: certificateEnds.slice(0, 10), days } }]
  await raiseAlert(tx, { ...about, event: 'certificate-expiring', cause: certificateEnds, because })
  return true
}
