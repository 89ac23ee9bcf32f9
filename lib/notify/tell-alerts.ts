import { createHash } from 'node:crypto'
import { type NewNotice, takeNotices, tickNotices } from '@/lib/store/alert-notices'
import { type ListedAlert, listAlerts } from '@/lib/store/alerts'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import type { AlertLetter } from './alert-letter'
import { outboxMessage } from './message'

/** Alerts of one mail; more than a person reads in one go go into the next. */
const most = 50

/**
 * Writes the mails about alerts whose time has come. What happened to one connector goes into one mail to each
 * administrator, whether its own time has come or not; what is for the mail of the day goes into that. Mails and ticks are
 * one transaction, so that each is written once.
 * @returns how many mails were written
 */
export function tellAlerts(organizationId: string, now: Date = new Date()): Promise<number> {
  return inOrganization(organizationId, async tx => {
    const mails = mailsOf(await takeNotices(tx), now)
    if (mails.length === 0) return 0
    const ids = [...new Set(mails.flat().map(({ alertId }) => alertId))]
    const alerts = new Map((await listAlerts(tx, { ids, limit: ids.length })).map(alert => [alert.id, alert]))
    for (const mail of mails) await write(tx, mail, alerts)
    return mails.length
  })
}

/** Which notices go into one mail: of an administrator the mail of the day, and of each connector the rest. */
export function mailsOf(notices: readonly NewNotice[], now: Date): NewNotice[][] {
  const groups = new Map<string, NewNotice[]>()
  for (const notice of notices) {
    const key = `${notice.administratorId} ${notice.digest ? 'digest' : notice.connectorId}`
    groups.set(key, [...(groups.get(key) ?? []), notice])
  }
  const due = [...groups.values()].filter(group => group.some(({ dueAt }) => dueAt <= now))
  return due.map(group => group.slice(0, most))
}

async function write(
  tx: OrganizationTransaction,
  mail: readonly NewNotice[],
  alerts: ReadonlyMap<string, ListedAlert>,
): Promise<void> {
  const [{ administratorId, digest } = { administratorId: '', digest: false }] = mail
  const told = mail.flatMap(({ alertId }) => alerts.get(alertId) ?? [])
  const letter: AlertLetter = { template: 'alerts', administratorId, digest, alerts: told.map(factsOf) }
  const met = told.map(({ id, times }) => `${id} ${times}`).sort()
  const hash = createHash('sha256').update(met.join()).digest('hex').slice(0, 32)
  const runId = told[0]?.runId ?? null
  if (told.length > 0)
    await insertOutbox(tx, [outboxMessage(runId, 'mail', `mail:alerts:${administratorId}:${digest}:${hash}`, letter)])
  const ids = mail.map(({ alertId }) => alertId)
  await tickNotices(tx, administratorId, ids)
}

/** As it was when the mail was written: every attempt to send it says the same. */
const factsOf = ({ firstAt, endedAt, ...alert }: ListedAlert): AlertLetter['alerts'][number] => ({
  event: alert.event,
  connector: alert.connector,
  connectorId: alert.connectorId,
  because: alert.because,
  runId: alert.runId,
  runNumber: alert.runNumber,
  times: alert.times,
  firstAt: firstAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
})
