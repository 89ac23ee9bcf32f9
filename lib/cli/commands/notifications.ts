import { changeNotifications } from '@/lib/connectors/save-notifications'
import { namedVariable } from '@/lib/env'
import { readNotifications } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import { countUndelivered } from '@/lib/store/outbox'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused } from '../answer'
import type { Context } from '../context'

type Options = { welcome?: string; farewell?: string; webhook?: string; secretVariable?: string }

/**
 * `notifications [--welcome on|off] [--farewell on|off] [--webhook URL|off --secret-variable NAME]`: what runs tell people
 * and another system. Without an option it says what is set. What waits to be sent is
 * counted.
 */
export async function notifications({ organizationId, actor }: Context, options: Options): Promise<Answer> {
  const before = await inOrganization(organizationId, tx => readNotifications(tx))
  const wanted = {
    welcomeMails: isOn(options.welcome, before.welcomeMails),
    farewellMails: isOn(options.farewell, before.farewellMails),
    webhookUrl: options.webhook === undefined ? before.webhookUrl : options.webhook === 'off' ? null : options.webhook,
    webhookSecret: options.secretVariable === undefined ? null : (namedVariable(options.secretVariable) ?? ''),
  }
  if (Object.keys(options).length > 0) {
    const outcome = await changeNotifications(organizationId, actor, wanted)
    if (!outcome.ok) throw new Refused(outcome.faults)
  }
  const { welcomeMails, farewellMails, webhookUrl } = wanted
  const args = { welcome: String(welcomeMails), farewell: String(farewellMails), webhook: webhookUrl ?? 'none' }
  const waiting = await inOrganization(organizationId, tx => countUndelivered(tx))
  const lines = waiting.map(one => sentence('mail-waiting', { ...one, error: one.error ?? 'none' }, 'cli'))
  const json = { welcomeMails, farewellMails, webhookUrl, waiting }
  return { exit: 0, json, lines: [sentence('notifications', args, 'cli'), ...lines] }
}

const isOn = (option: string | undefined, before: boolean): boolean => (option === undefined ? before : option === 'on')
