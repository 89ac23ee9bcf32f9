import { isRefusedSignIn } from '@/lib/directory/read-fault'
import type { ProbeReport } from '@/lib/directory/source'
import { type Connector, lockConnector, updateConnector } from '@/lib/store/connectors'
import { listEndedProbes } from '@/lib/store/directory-jobs'
import type { OrganizationTransaction } from '@/lib/store/organization'

/** So many tests with a wrong password in a row are enough to wait a moment: many domains lock an account after five. */
const mostInARow = 3
const secondsOfPause = 60

/**
 * Remembers that the directory refused this account and password (`credentialsHash`). Nothing tries them again by itself
 * until they change or a test passes. `live`: synchronizing depends on them.
 */
export async function noteRefusal(
  tx: OrganizationTransaction,
  connectorId: string,
  { credentials, live }: { credentials: string; live: boolean },
): Promise<void> {
  const connector = await lockConnector(tx, connectorId)
  const attention = live && connector?.state === 'active' ? ({ state: 'attention' } as const) : {}
  await updateConnector(tx, connectorId, { refusedHash: credentials, ...attention })
}

/** The directory accepted them: whatever was refused before with the same is over. */
export async function noteAcceptance(
  tx: OrganizationTransaction,
  connectorId: string,
  credentials: string,
): Promise<void> {
  const connector = await lockConnector(tx, connectorId)
  if (connector?.refusedHash !== credentials) return
  const state = connector.state === 'attention' ? 'active' : connector.state
  await updateConnector(tx, connectorId, { refusedHash: null, state })
}

/** How long the next test has to wait after wrong passwords, in seconds; 0 = not at all. */
export async function secondsToWait(tx: OrganizationTransaction, connectorId: string, now: Date): Promise<number> {
  const ended = await listEndedProbes(tx, connectorId, mostInARow)
  const [last] = ended
  if (ended.length < mostInARow || !last || !ended.every(({ result }) => wasWrong(result))) return 0
  const passed = Math.floor((now.getTime() - last.finishedAt.getTime()) / 1000)
  return Math.max(0, secondsOfPause - passed)
}

/** What a probe says of the sign-in: refused, accepted, or never got there. */
export function signInOf(report: ProbeReport): 'refused' | 'accepted' | 'unknown' {
  const step = report.steps.find(({ check }) => check === 'sign-in')
  if (step?.state === 'failed') return isRefusedSignIn(step.fault?.code ?? '') ? 'refused' : 'unknown'
  return step?.state === 'passed' || step?.state === 'warning' ? 'accepted' : 'unknown'
}

/** Only wrong passwords bring an account nearer to its lockout (badPwdCount); a disabled one stays as it is. */
const towardsLockout = new Set(['bind-rejected', 'bind-account-locked'])

// The result was written by our own worker, in the shape its kind names; a job that failed has a fault instead.
function wasWrong(result: unknown): boolean {
  const steps = (result as Partial<ProbeReport> | null)?.steps ?? []
  return steps.some(({ check, fault }) => check === 'sign-in' && towardsLockout.has(fault?.code ?? ''))
}

/** Whether the directory refused these credentials the last time somebody tried. */
export const isRefused = (connector: Pick<Connector, 'refusedHash'>, credentials: string): boolean =>
  connector.refusedHash === credentials
