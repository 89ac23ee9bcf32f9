import { chooseLanguage } from '@/lib/connectors/choose-languages'
import { changeNotifications } from '@/lib/connectors/save-notifications'
import { namedVariable } from '@/lib/env'
import { readNotifications } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { countUndelivered } from '@/lib/store/outbox'
import { languages } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused } from '../answer'
import type { Context } from '../context'

type Options = { welcome?: string; farewell?: string; language?: string; webhook?: string; secretVariable?: string }

/**
 * `notifications [--welcome on|off] [--farewell on|off] [--language en|de] [--webhook URL|off --secret-variable NAME]`: what
 * runs tell people and another system, and in which language. Without an option it says what is set. What waits to be sent is
 * counted.
 */
export async function notifications({ organizationId, actor }: Context, options: Options): Promise<Answer> {
  if (options.language !== undefined) await speak({ organizationId, actor }, options.language)
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
  const { waiting, language } = await inOrganization(organizationId, async tx => ({
    waiting: await countUndelivered(tx),
    language: (await readOrganization(tx))?.language ?? languages[0],
  }))
  const args = {
    welcome: String(welcomeMails),
    farewell: String(farewellMails),
    webhook: webhookUrl ?? 'none',
    language,
  }
  const lines = waiting.map(one => sentence('mail-waiting', { ...one, error: one.error ?? 'none' }, 'cli'))
  const json = { welcomeMails, farewellMails, language, webhookUrl, waiting }
  return { exit: 0, json, lines: [sentence('notifications', args, 'cli'), ...lines] }
}

async function speak(
  { organizationId, actor }: Pick<Context, 'organizationId' | 'actor'>,
  wanted: string,
): Promise<void> {
  const language = languages.find(one => one === wanted)
  if (!language)
    throw new Refused([{ code: 'language-unknown', args: { language: wanted, known: languages.join(', ') } }])
  await chooseLanguage(organizationId, actor, language)
}

const isOn = (option: string | undefined, before: boolean): boolean => (option === undefined ? before : option === 'on')
