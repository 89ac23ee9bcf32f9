import type { ConnectorSettings } from '@/lib/settings/connector'
import { deleteChanges, insertChanges } from '@/lib/store/changes'
import { readMovingAccounts } from '@/lib/store/changes-waiting'
import { readVersion } from '@/lib/store/connectors'
import { eachUndonePage, type Undone } from '@/lib/store/reverts'
import { type Run, readRun } from '@/lib/store/runs'
import type { Change } from '@/lib/sync/change'
import { decideRevert, waitsForAddress } from '@/lib/sync/decide-revert'
import { compileShields, type Shields } from '@/lib/sync/protect-account'
import { type Claim, settleAddresses } from '@/lib/sync/settle-addresses'
import { toRow } from './decide-pass'
import { runFailure } from './fault'
import { judgeRevert } from './judge-revert'
import { planGroupRevert } from './plan-group-revert'
import { pageSize } from './planning'
import { fenced, type RunWork, reading } from './run-work'
import { createTally, type Tally } from './tally'

type Reverting = {
  work: RunWork
  run: Run
  reverted: Run
  settings: ConnectorSettings
  shields: Shields
  tally: Tally
}

/**
 * Plans what takes a run's changes back, from its rows and the accounts as they are now. An address that somebody else has
 * by now comes back only when that account gives it up in the same plan.
 */
export async function planRevert(work: RunWork, run: Run): Promise<void> {
  const reverting = await begin(work, run)
  const waiting: Undone[] = []
  await eachUndone(reverting, async page => {
    const free = page.filter(one => !waits(reverting, one))
    waiting.push(...page.filter(one => !free.includes(one)))
    await store(
      reverting,
      free.map(one => toRow(decide(reverting, one, one.holder === null), null)),
    )
  })
  await settle(reverting, waiting)
  const groupTally = await planGroupRevert(reverting)
  await judgeRevert(work, run, { people: reverting.tally, groupTally })
}

async function begin(work: RunWork, run: Run): Promise<Reverting> {
  await fenced(work, tx => deleteChanges(tx, work.runId))
  return reading(work, async tx => {
    const reverted = run.revertsRunId === null ? null : await readRun(tx, run.revertsRunId)
    const version = await readVersion(tx, run.connectorId, run.connectorVersion)
    if (!reverted || !version) throw runFailure('connector-not-ready')
    const { settings } = version
    const shields = compileShields(settings.exclusions)
    return { work, run, reverted, settings, shields, tally: createTally([]) }
  })
}

function eachUndone(
  { work, run, reverted }: Reverting,
  take: (page: readonly Undone[]) => Promise<void>,
): Promise<void> {
  const request = { runId: reverted.id, connectorId: run.connectorId, actingFor: run.requestedBy, pageSize }
  return reading(work, tx => eachUndonePage(tx, request, take))
}

function decide({ shields, reverted }: Reverting, one: Undone, addressFree: boolean): Change {
  const account = one.account && { ...one.account, shield: shields(one.account) }
  return decideRevert({ ...one, account, addressFree, run: reverted.number })
}

const waits = (reverting: Reverting, one: Undone): boolean =>
  one.holder !== null && waitsForAddress(decide(reverting, one, true))

async function store({ work, tally }: Reverting, rows: readonly ReturnType<typeof toRow>[]): Promise<void> {
  for (const change of rows) tally.read({ change, joined: null, unit: change.unit, inScope: true })
  await fenced(work, tx => insertChanges(tx, work.runId, rows))
  await work.failpoint?.('page-decided')
}

/** Addresses that went from one person to another go back together. */
async function settle(reverting: Reverting, waiting: readonly Undone[]): Promise<void> {
  const claims = waiting.map(
    ({ done: { anchor, accountId }, holder }): Claim => ({ anchor, accountId, waitsFor: holder ?? '' }),
  )
  const holders = claims.map(claim => claim.waitsFor)
  const leaves = await reading(reverting.work, tx => readMovingAccounts(tx, reverting.work.runId, holders))
  const groups = settleAddresses(claims, leaves)
  for (let from = 0; from < waiting.length; from += pageSize) {
    const rows = waiting.slice(from, from + pageSize).map((one, at) => {
      const claim = claims[from + at]
      const group = claim && groups.get(claim.anchor)
      return toRow(decide(reverting, one, group !== undefined), null, claim && group ? { ...claim, group } : null)
    })
    await store(reverting, rows)
  }
}
