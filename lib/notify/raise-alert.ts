import { dateOf, momentOf, wallOf, wallTime } from '@/lib/schedule/zone'
import type { AlertEvent, Delivery } from '@/lib/settings/alerts'
import { insertNotices, type NewNotice, webhookKey } from '@/lib/store/alert-notices'
import { readAudience } from '@/lib/store/alert-preferences'
import { type Alert, isAboutAll, meetAlert, type NewAlert } from '@/lib/store/alerts'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import { outboxMessage } from './message'

/** What happens to one connector within these minutes goes into one mail. */
const windowMinutes = 2
const minute = 60_000
const day = 24 * 60 * minute
/** When the mail of the day is written, on the organization's wall. */
const digestTime = '07:00'

/** What a webhook calls the events. */
const webhookNames: Record<AlertEvent, string> = {
  'run-held': 'run.held',
  'run-failed': 'run.failed',
  'run-problems': 'run.finished-with-problems',
  'run-recovered': 'run.recovered',
  'nothing-ran': 'connector.nothing-ran',
  'certificate-expiring': 'connector.certificate-expiring',
  'agent-offline': 'agent.offline',
  'no-agent-left': 'connector.no-agent-left',
  'agent-back': 'agent.back',
  'agent-suspicious': 'agent.suspicious',
  'messenger-failing': 'messenger.failing',
  'messenger-recovered': 'messenger.recovered',
}

/**
 * Notes that something happened which administrators should know, in the transaction of what happened: whom to tell and
 * when, and the webhook. A cause that stands already is told in the mail of the day.
 * @param patient what may pass by itself is told when it is met a second time, not before
 */
export async function raiseAlert(
  tx: OrganizationTransaction,
  alert: NewAlert,
  { patient = false }: { patient?: boolean } = {},
): Promise<Alert> {
  const met = await meetAlert(tx, alert)
  const first = patient ? 2 : 1
  if (met.times < first) return met
  const { timeZone, recipients, webhookUrl } = await readAudience(tx, alert.event)
  const digestAt = nextDigest(alert.at, timeZone)
  const notices = recipients.flatMap(({ administratorId, delivery }): NewNotice[] => {
    const when = whenTold(delivery, met.times === first, alert.at, digestAt)
    return when ? [{ administratorId, alertId: met.id, connectorId: met.connectorId, ...when }] : []
  })
  await insertNotices(tx, notices)
  if (webhookUrl !== null) await tellWebhook(tx, met)
  return met
}

function whenTold(
  delivery: Delivery,
  isNews: boolean,
  now: Date,
  digestAt: Date,
): Pick<NewNotice, 'dueAt' | 'digest'> | null {
  if (delivery === 'never') return null
  if (delivery === 'daily' || !isNews) return { dueAt: digestAt, digest: true }
  return { dueAt: new Date(now.getTime() + windowMinutes * minute), digest: false }
}

/** The next time at which mails of the day are written. */
export function nextDigest(now: Date, zone: string): Date {
  const today = momentOf(wallOf(dateOf(wallTime(now.getTime(), zone)), digestTime), zone).at
  if (today > now.getTime()) return new Date(today)
  return new Date(momentOf(wallOf(dateOf(wallTime(now.getTime(), zone) + day), digestTime), zone).at)
}

/** Ids and codes only, each time once: how often to wake somebody is for the receiver to decide. */
async function tellWebhook(tx: OrganizationTransaction, alert: Alert): Promise<void> {
  const { id, runId, runNumber: run, because, times, lastAt } = alert
  const connectorId = isAboutAll(alert) ? null : alert.connectorId
  const told = { alertId: id, connectorId, runId, run, because, times, at: lastAt.toISOString() }
  const events = [{ event: webhookNames[alert.event], ...told }]
  await insertOutbox(tx, [outboxMessage(runId, 'webhook', webhookKey(id, times), { events })])
}
