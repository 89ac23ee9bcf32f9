import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { isRefused } from '@/lib/connectors/refused-sign-ins'
import { secretFor } from '@/lib/connectors/secret'
import { credentialsHash } from '@/lib/connectors/target'
import { wake } from '@/lib/jobs/wake'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import type { ScheduleKind } from '@/lib/schedule/occurrences'
import { readAdministratorName } from '@/lib/store/administrators'
import { type Connector, type ConnectorVersion, lockConnector, readVersion } from '@/lib/store/connectors'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertRun, type Run, readActiveRun, supersedeWaitingRuns, updateRun } from '@/lib/store/runs'
import type { RunCause, RunKind } from '@/lib/sync/run-state'
import { actorOf } from './actor'

export type StartRun = {
  connectorId: string
  kind: Exclude<RunKind, 'approved' | 'revert'>
  /** Default: the live version; for a preview of a connector without one, the newest. */
  version?: number
  cause: Exclude<RunCause, 'approval'>
  /** Reads only what changed since the last read, where that can be trusted. */
  quick?: boolean
  /** An administrator's id, or the operator's name; `scheduler` of a schedule; the agent's id of cause `agent`. */
  requestedBy: string
  /** Of cause `scheduled`: the time it is for. */
  scheduled?: Scheduled
}
/** Which time of which clock, the day where a day has one run only, and how many times before it had no run. */
export type Scheduled = { kind: ScheduleKind; at: Date; date: string | null; missed: number }
export type StartedRun = { runId: string; number: number }

/**
 * Stores a queued run and wakes a worker. Plans of this connector that wait for a person are superseded by it, but not a
 * full plan by a scheduled quick run, which would leave nobody the time to look at it.
 * Faults: `connector-not-ready`, `connector-paused`, `no-verified-domain`, `run-already-active`, and for a run that no person
 * started by hand `credentials-refused`.
 */
export async function startRun(organizationId: string, request: StartRun): Promise<Outcome<StartedRun>> {
  const outcome = await inOrganization(organizationId, tx => queueRun(tx, request))
  if (outcome.ok) await wake({ kind: 'run', organizationId, runId: outcome.value.runId })
  return outcome
}

/** As `startRun`, inside a transaction; whoever calls it wakes the worker. */
async function queueRun(tx: OrganizationTransaction, request: StartRun): Promise<Outcome<StartedRun>> {
  // The connector's lock makes two starts follow each other; the index in the database would refuse the second one too.
  const connector = await lockConnector(tx, request.connectorId)
  if (!connector) return refused('connector-not-ready')
  return queueLocked(tx, connector, request, () => readActiveRun(tx, connector.id))
}

/** As `queueRun`, of a connector that the caller has locked and whose active run it may know. */
export async function queueLocked(
  tx: OrganizationTransaction,
  connector: Connector,
  request: StartRun,
  activeRun: () => Promise<Run | null>,
): Promise<Outcome<StartedRun>> {
  const { connectorId, kind, cause, requestedBy, quick = false, scheduled } = request
  const stored = await versionFor(tx, connector, request)
  if (!stored) return refused('connector-not-ready')
  if (connector.state === 'paused') return refused('connector-paused', await pausedBy(tx, connector))
  const { version } = stored
  if ((await verifiedDomains(tx)).length === 0) return refused('no-verified-domain')
  const byHand = cause === 'manual' || cause === 'agent'
  if (!byHand && (await wasRefused(tx, connector, stored))) return refused('credentials-refused')
  const active = await activeRun()
  if (active) return joinRetry(tx, request, active)
  await supersedeWaitingRuns(tx, connectorId, cause === 'scheduled' && quick ? 'quick' : 'all')
  const first = connector.domainSid === null
  const id = randomUUID()
  const run = await insertRun(tx, {
    id,
    connectorId,
    connectorVersion: version,
    kind,
    cause,
    quick,
    first,
    requestedBy,
    ...(scheduled && {
      scheduleKind: scheduled.kind,
      scheduledFor: scheduled.at,
      scheduledDate: scheduled.date,
      missed: scheduled.missed,
    }),
  })
  if (!run) return refused('run-already-active', { number: 0 })
  await recordAudit(tx, {
    actor: cause === 'agent' ? { kind: 'agent', id: requestedBy } : actorOf(requestedBy),
    event: 'run.started',
    target: { kind: 'run', id },
    runId: id,
    connectorVersion: version,
    details: { number: run.number, kind, cause, quick, ...(scheduled && { for: scheduled.at.toISOString() }) },
  })
  return done({ runId: id, number: run.number })
}

/** Who paused it and why, for whoever finds it so. */
async function pausedBy(tx: OrganizationTransaction, { paused }: Connector): Promise<Fault['args']> {
  if (!paused) return { known: 'no', name: '', reason: '' }
  return { known: 'yes', name: await readAdministratorName(tx, paused.by), reason: paused.reason }
}

/** A run that waits to be tried again is tried at once when a person asks for one; any other active run refuses a second. */
async function joinRetry(
  tx: OrganizationTransaction,
  { kind, cause }: StartRun,
  active: Run,
): Promise<Outcome<StartedRun>> {
  if (active.retryAt === null || cause === 'scheduled' || kind !== active.kind)
    return refused('run-already-active', { number: active.number })
  await updateRun(tx, active.id, { retryAt: null })
  return done({ runId: active.id, number: active.number })
}

/** Whether the directory refused what this run would sign in with: only a person may try that again. */
async function wasRefused(
  tx: OrganizationTransaction,
  connector: Connector,
  { version, settings: { connection } }: ConnectorVersion,
): Promise<boolean> {
  if (connector.refusedHash === null) return false
  const secret = await secretFor(tx, connector, connection, version === connector.version ? 'live' : 'draft')
  return secret ? isRefused(connector, credentialsHash(connection, secret.sealed)) : false
}

async function versionFor(
  tx: OrganizationTransaction,
  connector: Connector,
  { kind, version }: StartRun,
): Promise<ConnectorVersion | null> {
  const wanted = version ?? connector.version ?? (kind === 'preview' ? 'newest' : null)
  return wanted === null ? null : readVersion(tx, connector.id, wanted)
}
