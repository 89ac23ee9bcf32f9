import * as z from 'zod'
import type { AlertEvent } from '@/lib/settings/alerts'
import { alertEvents } from '@/lib/settings/choices'
import { readAdministrator } from '@/lib/store/administrators'
import { isAboutAll } from '@/lib/store/alerts'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { inLanguage, spokenLocale } from '@/lib/words/language'
import { type Arguments, type Room, sentence } from '@/lib/words/words'
import type { Letter } from './letter'
import { linkTo } from './link-to'

const args = z.record(z.string(), z.union([z.string(), z.number()]))

export const AlertLetter = z.object({
  template: z.literal('alerts'),
  administratorId: z.uuid(),
  /** The mail of the day. */
  digest: z.boolean(),
  alerts: z.array(
    z.object({
      event: z.enum(alertEvents),
      connector: z.string(),
      connectorId: z.uuid(),
      because: z.array(z.object({ code: z.string(), args })),
      runId: z.uuid().nullable(),
      runNumber: z.number().nullable(),
      times: z.number(),
      firstAt: z.iso.datetime(),
      endedAt: z.iso.datetime().nullable(),
    }),
  ),
})
export type AlertLetter = z.infer<typeof AlertLetter>
type Told = AlertLetter['alerts'][number]

/** The mail about alerts, or null when its reader is an administrator no more. */
export async function alertLetter(tx: OrganizationTransaction, letter: AlertLetter): Promise<Letter | null> {
  const reader = await readAdministrator(tx, letter.administratorId)
  const organization = await readOrganization(tx)
  if (!reader || reader.disabled || !organization) return null
  const { name: company, timeZone } = organization
  const { digest, alerts } = letter
  return inLanguage(reader.language, () => {
    const greeting = say('alerts-greeting', { name: reader.displayName })
    const farewell = say('alerts-farewell', { link: linkTo('/settings/notifications') })
    return {
      to: { name: reader.displayName, address: reader.email },
      subject: subjectOf(digest, alerts, company),
      text: [greeting, ...alerts.map(alert => paragraph(alert, timeZone)), farewell].join('\n\n'),
    }
  })
}

const say = (code: string, args: Arguments) => sentence(code, args, 'alerts')

function subjectOf(digest: boolean, alerts: readonly Told[], company: string): string {
  const [first] = alerts
  const count = alerts.length
  if (digest) return say('alerts-digest-subject', { company, count })
  if (first && count === 1) return say('alerts-subject', { company, what: whatHappened(first) })
  if (first && isAboutAll(first)) return say('alerts-messenger-subject', { company, count })
  return say('alerts-several-subject', { company, count, connector: first?.connector ?? '' })
}

/** What happened, why, since when, what to do, and where. */
function paragraph(alert: Told, timeZone: string): string {
  const at = (iso: string) =>
    new Intl.DateTimeFormat(spokenLocale(), { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso))
  const since = say('alerts-since', { times: alert.times, since: at(alert.firstAt) })
  return [
    whatHappened(alert),
    ...whyItHappened(alert).map(why => say('alerts-why', { why })),
    ...(alert.times > 1 ? [since] : []),
    ...(alert.endedAt ? [say('alerts-over', { at: at(alert.endedAt) })] : []),
    say('alerts-todo', { todo: say(`${alert.event}-todo`, {}) }),
    linkTo(pageOf(alert)),
  ].join('\n')
}

/** Rooms whose sentences are meant by the codes of an event. */
const roomOf: Partial<Record<AlertEvent, Room>> = {
  'run-held': 'sync',
  'nothing-ran': 'alerts',
  'agent-offline': 'alerts',
  'no-agent-left': 'alerts',
  'agent-back': 'alerts',
  'agent-suspicious': 'alerts',
  'messenger-failing': 'messenger',
}
const aboutAgents: ReadonlySet<AlertEvent> = new Set([
  'agent-offline',
  'no-agent-left',
  'agent-back',
  'agent-suspicious',
])

type Facts = Pick<Told, 'event' | 'connector' | 'runNumber' | 'because'>

export const whatHappened = ({ event, connector, runNumber }: Facts): string =>
  say(event, { connector, run: runNumber ?? 0 })

export const whyItHappened = ({ event, because }: Facts): string[] =>
  because.map(({ code, args }) => sentence(code, args, roomOf[event]))

/** The page of what happened. */
export function pageOf(alert: Pick<Told, 'event' | 'runId' | 'connectorId'>): string {
  const { event, runId, connectorId } = alert
  if (isAboutAll(alert)) return '/settings/messenger'
  if (runId) return `/directory-sync/runs/${runId}`
  return `/directory-sync/connectors/${connectorId}${aboutAgents.has(event) ? '/agents' : ''}`
}
